import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { type HttpError } from '../../lib/http/http-error.ts';
import { toHttpError } from '../../lib/http/to-http-error.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Engine } from './engine.ts';
import { formatEndpoint, type EngineEndpoint } from './engine-endpoint.ts';

/** Why a question to an engine got no answer, as an error that says what to do. */
export function engineFailure(
  error: unknown,
  { engine, endpoint }: { readonly engine: Engine; readonly endpoint: EngineEndpoint },
  signal: AbortSignal,
): unknown {
  if (error instanceof PratiqueError) return error;
  if (signal.aborted) return new PratiqueError('ABORTED', `${engine.title}: stopped`, { cause: error });
  const place = `${engine.service} at ${formatEndpoint(endpoint)}`;
  const cause = toHttpError(error, place);
  if (cause.kind === 'protocol' || cause.kind === 'too-large')
    return new PratiqueError('ENGINE_PROTOCOL', `${place} sent an invalid response: ${cause.reason}`, { cause });
  const { reason, hint } = explain(systemCodeOf(error), cause, engine, endpoint);
  return new PratiqueError('ENGINE_UNREACHABLE', `cannot connect to ${place}: ${reason}`, { cause, hint });
}

interface Explanation {
  readonly reason: string;
  readonly hint: string;
}

function explain(code: string | undefined, { kind, reason }: HttpError, engine: Engine, endpoint: EngineEndpoint): Explanation {
  if (code === 'EACCES' || code === 'EPERM') return { reason: 'permission denied', hint: engine.permissionHint };
  if (endpoint.kind === 'unix' && code === 'ENOENT') return { reason: 'no such socket', hint: engine.startHint };
  if (endpoint.kind === 'unix' && code === 'ECONNREFUSED') return { reason: 'nothing listens there', hint: engine.startHint };
  if (kind === 'certificate') return { reason, hint: 'check DOCKER_CERT_PATH and DOCKER_TLS_VERIFY, or the TLS files of the context' };
  // A daemon that requires TLS closes connections without it.
  const isPlain = endpoint.kind === 'tcp' && endpoint.tls === undefined;
  if (kind === 'broken' && isPlain) return { reason, hint: 'if it uses TLS, set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH' };
  return { reason, hint: engine.startHint };
}
