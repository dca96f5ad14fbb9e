import { readFileSync } from 'node:fs';
import { serverToken, serverUrl } from '../../config/server-settings.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { ApiError, createClient, type Client } from '../../client/client.ts';
import { optionValue, type CommandInput, type CommandOption } from '../command.ts';

/** Options of commands that ask a server. Tokens come from the environment, where no list of processes shows them. */
export const clientOptions: readonly CommandOption[] = [
  { name: 'server', value: 'URL', meaning: 'the server to ask; its token is read from PRATIQUE_TOKEN', default: '$PRATIQUE_SERVER' },
  { name: 'project', value: 'NAME', meaning: 'project', default: 'default' },
  { name: 'token-file', value: 'FILE', meaning: 'file that holds the token of the server', default: '$PRATIQUE_TOKEN', completes: 'file' },
];

/** Runs `ask` with a client of the server. Throws USAGE without one, and SERVER_REFUSED with what the server said. */
export async function withServer<T>(input: CommandInput, ask: (client: Client, project: string) => Promise<T>): Promise<T> {
  const url = optionValue(input, 'server') ?? serverUrl();
  if (url === undefined || !URL.canParse(url))
    throw new PratiqueError(
      'USAGE',
      url === undefined ? 'no server is given' : `--server: ${JSON.stringify(url.slice(0, 80))} is not a URL`,
      {
        hint: 'pass --server http://127.0.0.1:8080, or set PRATIQUE_SERVER',
      },
    );
  const token = readToken(optionValue(input, 'token-file'));
  try {
    return await ask(
      createClient({ url: url.replace(/\/$/, ''), ...(token === undefined ? {} : { token }) }),
      optionValue(input, 'project') ?? 'default',
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new PratiqueError('SERVER_REFUSED', `${new URL(url).host}: ${error.message}`, {
      cause: error,
      hint:
        error.status === 401 || error.status === 403
          ? 'set PRATIQUE_TOKEN to a token with the right role'
          : 'check the request, and the log of the server',
    });
  }
}

function readToken(path: string | undefined): string | undefined {
  if (path === undefined) return serverToken();
  const token = readSecretFile(path);
  if (!/^[!-~]{1,1000}$/.test(token)) throw new PratiqueError('USAGE', `--token-file: ${path} does not hold one token`);
  return token;
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new PratiqueError('USAGE', `--token-file: ${path} cannot be read`, { cause, hint: 'check the path and its permissions' });
  }
}
