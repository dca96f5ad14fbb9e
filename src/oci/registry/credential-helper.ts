import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Credentials, passwordCredentials } from './credentials.ts';
import { credentialHost, credentialServer } from './registry-origin.ts';
import { type RegistryLimits } from './registry-limits.ts';

/** The name becomes part of a program's name, so it can hold no path. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What helpers print before they exit with 1 when they have nothing for a server; docker-credential-helpers, credentials/error.go. */
const notFoundMessages: readonly string[] = [
  'credentials not found in native keychain',
  'no credentials server URL',
  'no credentials username',
];

/** Credentials, nothing at all when the helper has none for the server, or why it gave no answer. */
export interface HelperAnswer {
  readonly credentials?: Credentials;
  /** `is not installed`, `failed (1)`; the helper is the subject. */
  readonly failure?: string;
}

/**
 * Runs `docker-credential-NAME get` with the server's name on its standard input (docker-credential-helpers' protocol), without a shell. A helper that is
 * missing, fails, or exceeds its time or output is a failure for the caller to judge. Throws CREDENTIALS_UNUSABLE for a name that cannot be one of a
 * helper, and for an answer that is malformed or for another server; never with the helper's output.
 */
export async function askCredentialHelper(
  name: string,
  registry: string,
  limits: Pick<RegistryLimits, 'credentialHelperMs' | 'credentialHelperBytes'>,
  runtime: Runtime,
): Promise<HelperAnswer> {
  if (!namePattern.test(name)) throw unusable(JSON.stringify(name.slice(0, 80)), 'is not a valid helper name');
  const program = `docker-credential-${name}`;
  const { output, failure } = await run(program, credentialServer(registry), limits, runtime);
  if (failure === undefined) return { credentials: parseAnswer(output, registry, program) };
  return notFoundMessages.some((message) => output.trim().startsWith(message)) ? {} : { failure };
}

async function run(
  program: string,
  input: string,
  limits: Pick<RegistryLimits, 'credentialHelperMs' | 'credentialHelperBytes'>,
  runtime: Runtime,
): Promise<{ readonly output: string; readonly failure?: string }> {
  const { credentialHelperMs: timeout, credentialHelperBytes: maxBuffer } = limits;
  // Loaded here because few registries have a helper.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['get'],
      { timeout, maxBuffer, killSignal: 'SIGKILL', signal: runtime.signal, windowsHide: true },
      (error, output) => {
        if (error === null) resolve({ output });
        else if (error.code === 'ENOENT') resolve({ output: '', failure: 'is not installed' });
        else if (error.code === 'EACCES') resolve({ output: '', failure: 'is not executable' });
        else if ((error.code as unknown) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
          resolve({ output: '', failure: `printed more than ${maxBuffer} bytes` });
        else if (error.killed === true) resolve({ output: '', failure: `did not answer within ${timeout} ms` });
        else resolve({ output, failure: `failed (${String(error.code ?? error.signal)})` });
      },
    );
    // A helper that ends without reading its input breaks the pipe; its exit code says more.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function parseAnswer(output: string, registry: string, program: string): Credentials {
  const answer = parseJson(output, program);
  const { ServerURL: server, Username: username, Secret: secret } = answer;
  if (typeof username !== 'string' || typeof secret !== 'string') throw unusable(program, 'answered without Username and Secret');
  if (typeof server === 'string' && server !== '' && credentialHost(server) !== credentialHost(registry))
    throw unusable(program, 'answered for another server');
  return passwordCredentials(username, secret);
}

function parseJson(output: string, program: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(output) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the one message; the parser's own would quote the secret.
  }
  throw unusable(program, 'answered something that is not a JSON object');
}

function unusable(program: string, reason: string): PratiqueError {
  return new PratiqueError('CREDENTIALS_UNUSABLE', `credential helper ${program} ${reason}`);
}
