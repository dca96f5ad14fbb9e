import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';

export interface SyslogAddress {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** TLS: certificates of authorities in PEM; those of Node where it is absent. */
  readonly ca?: string;
}

export interface SyslogSenderOptions {
  readonly signal: AbortSignal;
  /** Told once for each loss of the connection. */
  readonly onTrouble: (message: string) => void;
  readonly connectMs?: number;
}

/** Frames that are sent again over a new connection: syslog has no acknowledgement, so the last ones may be lost with the old one. */
const resent = 256;
/** More does not fit into one datagram everywhere; RFC 5426, 3.2. */
const datagramBytes = 8_192;

/** Sends messages in frames: octet counting over TCP and TLS (RFC 6587 3.4.1, RFC 5425), one datagram each over UDP (RFC 5426). */
export class SyslogSender {
  readonly #address: SyslogAddress;
  readonly #options: SyslogSenderOptions;
  #stream: Socket | undefined;
  #datagrams: DatagramSocket | undefined;
  #recent: Buffer[] = [];

  constructor(address: SyslogAddress, options: SyslogSenderOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** Resolves when the system has taken all of them; waits for the receiver, and connects again as often as it takes. */
  async send(messages: readonly string[]): Promise<void> {
    if (this.#address.transport === 'udp') {
      for (const message of messages) await this.#sendDatagram(Buffer.from(message).subarray(0, datagramBytes));
      return;
    }
    const frames = messages.map((message) => {
      const bytes = Buffer.from(message);
      return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
    });
    await this.#sendFrames(frames);
    this.#recent = [...this.#recent, ...frames].slice(-resent);
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream !== undefined && !stream.destroyed) await new Promise<void>((resolve) => stream.end(resolve).once('error', () => resolve()));
    this.#datagrams?.close();
  }

  async #sendFrames(frames: readonly Buffer[]): Promise<void> {
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        const isNew = this.#stream === undefined || this.#stream.destroyed;
        const stream = isNew ? await this.#connect() : this.#stream!;
        await write(stream, Buffer.concat(isNew ? [...this.#recent, ...frames] : frames));
        return;
      } catch (error) {
        this.#stream?.destroy();
        this.#stream = undefined;
        if (this.#options.signal.aborted) throw error;
        this.#options.onTrouble(error instanceof Error ? error.message : String(error));
        await sleep(waitMs, undefined, { signal: this.#options.signal }).catch(() => undefined);
      }
    }
  }

  #connect(): Promise<Socket> {
    const { host, port, transport, ca } = this.#address;
    return new Promise((resolve, reject) => {
      const name = isIP(host) === 0 ? { servername: host } : {};
      const socket =
        transport === 'tls' ? connectTls({ host, port, ...name, ...(ca === undefined ? {} : { ca }) }) : connectTcp({ host, port });
      const timer = setTimeout(
        () => socket.destroy(new Error(`no connection to ${host}:${port} in time`)),
        this.#options.connectMs ?? 10_000,
      );
      socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        socket.off('error', reject);
        // A receiver that goes away ends the next write.
        socket.on('error', () => socket.destroy()).on('end', () => socket.destroy()).resume(); // prettier-ignore
        this.#stream = socket;
        resolve(socket);
      });
      socket.once('error', (error: Error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
  }

  #sendDatagram(bytes: Uint8Array): Promise<void> {
    const { host, port } = this.#address;
    this.#datagrams ??= createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
    return new Promise((resolve) => {
      this.#datagrams!.send(bytes, port, host, (error) => {
        if (error !== null) this.#options.onTrouble(error.message);
        resolve();
      });
    });
  }
}

/** Resolves when the system has taken the bytes. */
function write(stream: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('the receiver closed the connection'));
    stream.once('close', fail);
    stream.write(bytes, (error) => {
      stream.off('close', fail);
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
