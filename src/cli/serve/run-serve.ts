import { join } from 'node:path';
import { serverDatabaseUrl } from '../../config/server-settings.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { assertServerLibraries } from './assert-server-libraries.ts';
import { readPeerSettings } from './read-peer-settings.ts';
import { readServerKey } from './read-server-key.ts';
import { serverScanOptions } from './server-scan-options.ts';

/** Runs until a signal comes, then lets what runs end. */
export async function runServe(input: CommandInput, context: CommandContext): Promise<number> {
  await assertServerLibraries();
  const folder = optionValue(input, 'data') ?? join(context.cacheDirectory, 'server');
  const url = optionValue(input, 'database') ?? serverDatabaseUrl();
  const { host, port } = readListen(optionValue(input, 'listen') ?? '127.0.0.1:8080');
  const publicUrl = optionValue(input, 'public-url');
  const { serve } = await import('../../server/serve.ts');
  const server = await serve(
    {
      database: url === undefined ? { folder } : { url },
      key: readServerKey(folder, url !== undefined),
      host,
      port,
      role: (optionValue(input, 'role') ?? 'all') as 'web' | 'worker' | 'all',
      requestsPerMinute: readCount(input, 'requests-per-minute', 1_200),
      settings: {
        toolVersion: context.toolVersion,
        scan: serverScanOptions(input, context),
        allowsPrivateAddresses: hasOption(input, 'allow-private-addresses'),
        concurrency: readCount(input, 'concurrency', 2),
        peers: readPeerSettings(input, host),
        ...(publicUrl === undefined ? {} : { publicUrl }),
      },
    },
    context.runtime,
  );
  context.output.note(`pratique: listening on ${server.url}`);
  if (server.firstToken !== undefined) {
    context.output.warn('pratique: this is the token of the first administrator. It is not shown again:');
    await context.output.write([`${server.firstToken}\n`]);
  }
  await untilAborted(context.runtime.signal);
  context.output.note('pratique: stopping');
  await server[Symbol.asyncDispose]();
  return exitCodes.passed;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `127.0.0.1:8080`, `[::1]:8080`, `:8080` for every address. */
function readListen(text: string): { readonly host: string; readonly port: number } {
  const [, address, port] = /^(\[[0-9a-f:.]+\]|[^:]*):(\d{1,5})$/i.exec(text) ?? [];
  if (address === undefined || Number(port) > 65_535)
    throw new PratiqueError('USAGE', `--listen: ${JSON.stringify(text.slice(0, 80))} is not an address and a port`, {
      hint: 'write it as 127.0.0.1:8080',
    });
  return { host: address === '' ? '::' : address.replaceAll(/[[\]]/g, ''), port: Number(port) };
}

function readCount(input: CommandInput, name: string, byDefault: number): number {
  const text = optionValue(input, name) ?? String(byDefault);
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new PratiqueError('USAGE', `--${name}: ${JSON.stringify(text.slice(0, 80))} is not a number of 1 or more`);
  return Number(text);
}
