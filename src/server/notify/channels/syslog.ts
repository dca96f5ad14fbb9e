import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { type Channel, type Destination } from '../channel.ts';
import { type Notice } from '../notice.ts';
import { toCef } from './cef.ts';

/** RFC 5424 over UDP (`syslog:`), or over TCP with the framing of RFC 6587 (`syslog+tcp:`). */
export const syslog: Channel = {
  id: 'syslog',
  title: 'Syslog (RFC 5424)',
  protocols: ['syslog:', 'syslog+tcp:'],
  send: (notice, destination) => sendLine(formatSyslog(notice, notice.title), destination),
};

/** The same with a message in the Common Event Format. */
export const cef: Channel = {
  id: 'cef',
  title: 'CEF over syslog',
  protocols: ['syslog:', 'syslog+tcp:'],
  send: (notice, destination) => sendLine(formatSyslog(notice, toCef(notice)), destination),
};

const facility = 13;
/** `alert` is for what must be done at once, `notice` for good news. */
const levels: Readonly<Record<Notice['event'], number>> = {
  'policy-broken': 4,
  'finding-introduced': 4,
  'scan-failed': 3,
  'policy-met': 5,
};

export function formatSyslog({ id, event, at, project }: Notice, message: string): string {
  const value = (text: string): string => text.replaceAll(/["\\\]]/g, '\\$&').replaceAll(/[\r\n]/g, ' ');
  const host = hostname().replaceAll(/[^\x21-\x7e]/g, '') || '-';
  return `<${facility * 8 + levels[event]}>1 ${at} ${host} pratique - ${event} [pratique@32473 id="${value(id)}" project="${value(project)}"] \ufeff${message.replaceAll(/[\0-\x1f\x7f]/g, ' ')}`;
}

const timeoutMs = 5_000;

function sendLine(line: string, { target }: Destination): Promise<void> {
  const port = target.port === '' ? 514 : Number(target.port);
  const host = target.hostname.replaceAll(/[[\]]/g, '');
  return target.protocol === 'syslog:' ? sendDatagram(line, host, port) : sendFrame(line, host, port);
}

function sendDatagram(line: string, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.send(line, port, host, (error) => {
      socket.close();
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function sendFrame(line: string, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    socket.once('timeout', () => socket.destroy(new Error('the receiver does not answer')));
    socket.once('error', reject);
    socket.once('connect', () => socket.end(`${Buffer.byteLength(line)} ${line}`, () => resolve()));
  });
}
