import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { describeRefusal } from '../../harden/guard/describe-refusal.ts';
import { readAdmission } from '../../harden/guard/read-admission.ts';
import { readBodyAtMost } from '../../lib/http/read-body-at-most.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { decideAdmission } from './decide-admission.ts';
import { type GuardLog } from './guard-log.ts';
import { type GuardSettings } from './guard-settings.ts';
import { type ImageJudge } from './image-judge.ts';

export interface AdmissionGuard {
  readonly settings: () => Promise<GuardSettings>;
  readonly images: Pick<ImageJudge, 'judge'>;
}

/** Answers reviews: `/validate` decides, `/mutate` also writes the digests of verified images into the object. Kubernetes, "Dynamic Admission Control". */
export function admissionListener(guard: AdmissionGuard, log: GuardLog): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method === 'GET' && path === '/healthz') {
      send(response, 200, { status: 'ok' });
      return;
    }
    if (request.method !== 'POST' || (path !== '/validate' && path !== '/mutate')) {
      send(response, 404, { error: 'POST /validate or /mutate' });
      return;
    }
    review(request, path === '/mutate', guard, log).then(
      (answer) => send(response, 200, answer),
      // The API server follows failurePolicy then.
      (error: unknown) => send(response, 400, { error: messageOf(error) }),
    );
  };
} // prettier-ignore

async function review(request: IncomingMessage, mutates: boolean, guard: AdmissionGuard, log: GuardLog): Promise<object> {
  const bytes = await readBodyAtMost(request, limits.guardRequestBytes, 'the API server');
  const admission = readAdmission(parseJsonBounded(bytes, { maxBytes: limits.guardRequestBytes, maxDepth: limits.documentDepth }));
  const answer = await decideAdmission(admission, await guard.settings(), guard.images);
  if (admission.containers.length > 0) log(answer, { user: admission.user, method: admission.operation, uri: admission.uid });
  const patch = mutates && answer.isAllowed ? [...answer.digests].map(([path, value]) => ({ op: 'replace', path, value })) : [];
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: {
      uid: admission.uid,
      allowed: answer.isAllowed,
      ...(answer.isAllowed ? {} : { status: { code: 403, reason: 'Forbidden', message: describeRefusal(admission.subject, answer.reasons) } }),
      ...(answer.isBreakGlass === true ? { warnings: [`pratique: allowed by ${answer.reasons[0] ?? 'a label'}`.slice(0, 250)] } : {}),
      ...(patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }),
    },
  };
} // prettier-ignore

function send(response: ServerResponse, status: number, value: object): void {
  const text = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
