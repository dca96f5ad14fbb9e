import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Credentials, passwordCredentials } from './credentials.ts';
import { credentialHost, credentialServer } from './registry-origin.ts';
import { type RegistryLimits } from './registry-limits.ts';

/** The name becomes part of a program's name, so it can hold no path. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What helpers print, and exit with 1, when they have nothing for a server; docker-credential-helpers, credentials/error.go. */
const notFoundMessages: readonly string[] = [
  'credentials not found in native keychain',
  'no credentials server URL',
  'no credentials username',
];

/**
 * Runs `docker-credential-NAME get` with the server's name on its standard input (docker-credential-helpers' protocol), without a shell.
 * `undefined` when it has nothing. Throws CREDENTIALS_UNUSABLE, never with the helper's output, when it is missing, fails, takes longer or prints
 * more than its bounds, or answers for another server.
 */
export async function askCredentialHelper(
  name: string,
  registry: string,
  limits: Pick<RegistryLimits, 'credentialHelperMs' | 'credentialHelperBytes'>,
  runtime: Runtime,
): Promise<Credentials | undefined> {
  if (!namePattern.test(name)) throw unusable(JSON.stringify(name.slice(0, 80)), 'is not the name of a helper');
  const program = `docker-credential-${name}`;
  const { output, failure } = await run(program, credentialServer(registry), limits, runtime);
  if (failure === undefined) return parseAnswer(output, registry, program);
  if (notFoundMessages.some((message) => output.trim().startsWith(message))) return undefined;
  throw unusable(program, failure);
}

async function run(
  program: string,
  input: string,
  limits: Pick<RegistryLimits, 'credentialHelperMs' | 'credentialHelperBytes'>,
  runtime: Runtime,
): Promise<{ readonly output: string; readonly failure?: string }> {
  const { credentialHelperMs: timeout, credentialHelperBytes: maxBuffer } = limits;
  // Few registries have a helper, and every start would pay for it.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['get'],
      { timeout, maxBuffer, killSignal: 'SIGKILL', signal: runtime.signal, windowsHide: true },
      (error, output) => {
        if (error === null) resolve({ output });
        else if (error.code === 'ENOENT') resolve({ output: '', failure: 'is not installed' });
        else if ((error.code as unknown) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
          resolve({ output: '', failure: `printed more than ${maxBuffer} bytes` });
        else if (error.killed === true) resolve({ output: '', failure: `did not answer within ${timeout} ms` });
        else resolve({ output, failure: `failed (${String(error.code ?? error.signal)})` });
      },
    );
    // A helper that ends without reading its input breaks the pipe, which its exit code tells better.
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
