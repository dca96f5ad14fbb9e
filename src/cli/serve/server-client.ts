import { serverToken, serverUrl } from '../../config/server-settings.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { ApiError, createClient, type Client } from '../../client/client.ts';
import { optionValue, type CommandInput, type CommandOption } from '../command.ts';

/** Options of commands that ask a server. Tokens come from the environment, where no list of processes shows them. */
export const clientOptions: readonly CommandOption[] = [
  { name: 'server', value: 'URL', meaning: 'the server to ask; its token is read from PRATIQUE_TOKEN', default: '$PRATIQUE_SERVER' },
  { name: 'project', value: 'NAME', meaning: 'project', default: 'default' },
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
  const token = serverToken();
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
