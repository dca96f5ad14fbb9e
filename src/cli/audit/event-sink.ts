import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { formatSyslog } from '../../lib/syslog/format-syslog.ts';
import { type SyslogAddress, SyslogSender } from '../../lib/syslog/syslog-sender.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type SecurityEvent } from '../../model/security-event.ts';
import { type EncodeEvent, eventFormats } from '../../report/event/event-format.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';

/** Where events go. */
export interface EventSink {
  /** Resolves when the place has taken all of them. */
  send(events: readonly SecurityEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** As `--to` and `--format` say. Throws USAGE and OUTPUT_UNWRITABLE. */
export async function openSink(input: CommandInput, context: CommandContext): Promise<EventSink> {
  const format = eventFormats.find(({ name }) => name === (optionValue(input, 'format') ?? 'json'))!;
  const encode = await format.load();
  const to = optionValue(input, 'to');
  const line = (event: SecurityEvent): string => `${encode(event, context.toolVersion)}\n`;
  if (to === undefined || to === '-') return { send: (events) => context.output.write(events.map(line)), close: () => Promise.resolve() };
  const address = readAddress(to, optionValue(input, 'ca-file'));
  if (address !== undefined) return syslogSink(address, encode, context);
  return fileSink(to, line);
}

function readAddress(to: string, caFile: string | undefined): SyslogAddress | undefined {
  const [, transport, host, port] = /^(udp|tcp|tls):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d{1,5}))?\/?$/.exec(to) ?? [];
  if (host === undefined) {
    if (!to.includes('://')) return undefined;
    throw new PratiqueError('USAGE', `--to ${JSON.stringify(to.slice(0, 120))} is no address of syslog`, { hint: 'write udp://HOST:514, tcp://HOST:601 or tls://HOST:6514' });
  }
  return {
    transport: transport as SyslogAddress['transport'],
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? { udp: 514, tcp: 601, tls: 6514 }[transport as SyslogAddress['transport']]),
    ...(caFile === undefined ? {} : { ca: readCa(caFile) }),
  };
} // prettier-ignore

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PratiqueError('USAGE', `--ca-file ${file} cannot be read`, { cause, hint: 'give a PEM file' });
  }
}

/** RFC 5424, table 2; log audit is facility 13. */
const syslogSeverities: Readonly<Record<SecurityEvent['severity'], number>> = {
  critical: 2,
  high: 3,
  medium: 4,
  low: 5,
  negligible: 6,
  informational: 6,
  unknown: 5,
};

function syslogSink(address: SyslogAddress, encode: EncodeEvent, { output, runtime, toolVersion }: CommandContext): EventSink {
  const onTrouble = (message: string): void =>
    output.warn(`pratique: warning: ${address.transport}://${address.host}:${address.port}: ${message}; events wait and are sent again`);
  const sender = new SyslogSender(address, { signal: runtime.signal, onTrouble });
  const own = hostname();
  const toMessage = (event: SecurityEvent): string =>
    formatSyslog({
      facility: 13,
      severity: syslogSeverities[event.severity],
      time: event.time,
      host: own,
      application: 'pratique',
      processId: String(process.pid),
      messageId: event.name,
      data: { id: 'pratique@32473', parameters: new Map([['id', event.id], ['kind', event.kind], ...(event.container === undefined ? [] : [['container', event.container.name] as const])]) },
      text: encode(event, toolVersion),
    });
  return { send: (events) => sender.send(events.map(toMessage)), close: () => sender.close() };
} // prettier-ignore

function fileSink(path: string, line: (event: SecurityEvent) => string): EventSink {
  let file: number;
  try {
    file = openSync(path, 'a', 0o600);
  } catch (cause) {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${path} cannot be written`, { cause });
  }
  return {
    send: (events) => {
      const bytes = Buffer.from(events.map(line).join(''));
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      return Promise.resolve();
    },
    close: () => {
      fsyncSync(file);
      closeSync(file);
      return Promise.resolve();
    },
  };
}
