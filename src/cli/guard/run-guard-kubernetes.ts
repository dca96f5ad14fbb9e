import { once } from 'node:events';
import { createServer } from 'node:https';
import { statSync } from 'node:fs';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { guardLog } from './guard-log.ts';
import { readGuardSettings, watchGuardSettings } from './guard-settings.ts';
import { ImageJudge } from './image-judge.ts';
import { admissionListener } from './serve-admission.ts';

/** How often certificates are looked at: those of cert-manager are renewed in place. */
const certificateMs = 60_000;

/** Runs until a signal comes. */
export async function runGuardKubernetes(input: CommandInput, context: CommandContext): Promise<number> {
  const { runtime, output } = context;
  const { host, port } = readListen(optionValue(input, 'listen') ?? '0.0.0.0:8443');
  const tls = readTls(input);
  const settings = watchGuardSettings(input, await readGuardSettings(input, context), context);
  const guard = { settings, images: new ImageJudge(input, context) };
  const server = createServer({ ...tls.read(), minVersion: 'TLSv1.2' }, admissionListener(guard, guardLog(runtime, output)));
  const renewing = setInterval(() => {
    try {
      if (tls.isChanged()) server.setSecureContext(tls.read());
    } catch (error) {
      output.warn(`pratique: the former certificate stays: ${error instanceof Error ? error.message : String(error)}`);
    }
  }, certificateMs);
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `cannot listen on ${host}:${port}: ${describeSystemError(cause)}`, { cause, hint: 'choose another address with --listen' });
  });
  output.note(`pratique: listening on https://${host}:${port}/validate`);
  if (!runtime.signal.aborted) await once(runtime.signal, 'abort').catch(() => undefined);
  clearInterval(renewing);
  server.close();
  server.closeAllConnections();
  return exitCodes.passed;
} // prettier-ignore

function readTls(input: CommandInput): { readonly read: () => { readonly cert: Buffer; readonly key: Buffer }; readonly isChanged: () => boolean } {
  const [certificate, key] = [optionValue(input, 'tls-cert'), optionValue(input, 'tls-key')];
  if (certificate === undefined || key === undefined)
    throw new PratiqueError('USAGE', '--tls-cert and --tls-key are needed: the API server speaks only TLS', { hint: 'give the files of the webhook’s secret' });
  const stamp = (): string => [certificate, key].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs).join(' ');
  let seen = stamp();
  return {
    read: () => ({ cert: readBoundedFile(certificate, limits.engineCertificateBytes, '--tls-cert'), key: readBoundedFile(key, limits.engineCertificateBytes, '--tls-key') }),
    isChanged: () => {
      const now = stamp();
      const isChanged = now !== seen;
      seen = now;
      return isChanged;
    },
  };
} // prettier-ignore

function readListen(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^:]*):(\d{1,5})$/i.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new PratiqueError('USAGE', `--listen: ${JSON.stringify(text.slice(0, 80))} is not an address and a port`, { hint: 'write it as 0.0.0.0:8443' });
  return { host: host === '' ? '0.0.0.0' : host.replace(/^\[|\]$/g, ''), port: Number(port) };
} // prettier-ignore
