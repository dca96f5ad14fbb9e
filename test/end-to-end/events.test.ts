import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';
import { until } from '../support/until.ts';

const startNs = 1_700_000_000_000_000_000n;
/** Docker keeps so many events. */
const kept = 256;

/** An engine that keeps its last events and sends new ones to whoever follows. */
class EventSource {
  readonly #all: string[] = [];
  readonly #followers = new Set<ServerResponse>();

  emit(count: number): void {
    for (let at = 0; at < count; at++) {
      const number = this.#all.length;
      const nano = startNs + BigInt(number) * 1_000_000n;
      const line = `{"Type":"container","Action":"start","Actor":{"ID":"c${number}","Attributes":{"name":"n${number}","image":"i"}},"time":${nano / 1_000_000_000n},"timeNano":${nano}}\n`;
      this.#all.push(line);
      for (const follower of this.#followers) follower.write(line);
    }
  }

  follow(url: URL, response: ServerResponse): void {
    const [seconds = '0', fraction = '0'] = (url.searchParams.get('since') ?? '0').split('.');
    const since = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
    response.writeHead(200).flushHeaders();
    for (const line of this.#all.slice(-kept)) if (BigInt(/"timeNano":(\d+)/.exec(line)![1]!) >= since) response.write(line);
    if (url.searchParams.has('until')) response.end();
    else this.#followers.add(response.on('close', () => this.#followers.delete(response)));
  }

  drop(): void {
    for (const follower of this.#followers) follower.destroy();
  }

  get followers(): number {
    return this.#followers.size;
  }
}

/** Takes syslog in frames of octet counting; RFC 6587, 3.4.1. */
class Receiver {
  readonly messages: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.#sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const blank = rest.indexOf(0x20);
        const length = Number(rest.subarray(0, blank).toString());
        if (blank < 0 || rest.length < blank + 1 + length) return;
        this.messages.push(rest.subarray(blank + 1, blank + 1 + length).toString());
        rest = rest.subarray(blank + 1 + length);
      }
    });
  }); // prettier-ignore

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  /** Names of containers that events are about, each once. */
  names(): ReadonlySet<string> {
    return new Set(this.messages.flatMap((message) => /"name":"(n\d+)"/.exec(message)?.[1] ?? []));
  }
}

describe('events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-events-'));
  const sandbox = makeSandbox();
  const running: ChildProcess[] = [];
  const receivers: Receiver[] = [];
  let engine: FakeEngine;
  let source: EventSource;

  beforeAll(ensureBuilt);
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    for (const receiver of receivers.splice(0)) receiver.close();
    await engine[Symbol.asyncDispose]();
  });
  afterAll(() => {
    sandbox.dispose();
    rmSync(folder, { recursive: true });
  });

  async function begin(name: string): Promise<{ readonly environment: NodeJS.ProcessEnv; readonly checkpoint: string }> {
    source = new EventSource();
    engine = await startFakeEngine({
      folder,
      socketName: `${name}.sock`,
      fault: (request, response) => {
        const url = new URL(request.url ?? '/', 'http://engine');
        if (url.pathname.endsWith('/events')) source.follow(url, response);
        else if (url.pathname.endsWith('/_ping')) response.end('OK');
        else response.writeHead(404).end('{}');
        return true;
      },
    });
    return { environment: { ...sandbox.env, DOCKER_HOST: `unix://${join(folder, `${name}.sock`)}` }, checkpoint: join(folder, `${name}.json`) };
  } // prettier-ignore

  function follow(environment: NodeJS.ProcessEnv, ...words: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [program, 'events', '--interval', '0', ...words], { cwd: sandbox.work, env: environment, stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
    running.push(child);
    return child;
  }

  async function receive(): Promise<{ readonly receiver: Receiver; readonly to: string }> {
    const receiver = new Receiver();
    receivers.push(receiver);
    return { receiver, to: `tcp://127.0.0.1:${await receiver.listen()}` };
  }

  it('delivers every event over broken connections on both sides', async () => {
    const { environment, checkpoint } = await begin('broken');
    const { receiver, to } = await receive();
    follow(environment, '--to', to, '--checkpoint', checkpoint);
    await until('it follows', () => source.followers === 1);
    source.emit(1_000);
    await until('the first have come', () => receiver.names().size === 1_000);
    source.drop();
    source.emit(100);
    await until('those that were missed have come', () => receiver.names().size === 1_100);
    const port = Number(to.split(':').at(-1));
    receiver.close();
    source.emit(50);
    const second = new Receiver();
    receivers.push(second);
    await second.listen(port);
    source.emit(50);
    await until('those for the second receiver have come', () => new Set([...receiver.names(), ...second.names()]).size === 1_200);
    expect(receiver.messages[0]).toMatch(/^<110>1 2023-11-14T22:13:20\.000Z \S+ pratique \d+ container\.start \[pratique@32473 id="[^"]+" kind="activity" container="n0"\] \ufeff\{/); // prettier-ignore
  });

  it('goes on from its checkpoint, and says where events may be missing', async () => {
    const { environment, checkpoint } = await begin('resumed');
    const once = async (): Promise<readonly string[]> => {
      const file = join(folder, 'resumed.jsonl');
      rmSync(file, { force: true });
      const child = follow(environment, '--once', '--to', file, '--checkpoint', checkpoint);
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
      return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { readonly id: string; readonly name: string }).name); // prettier-ignore
    };
    const first = follow(environment, '--to', join(folder, 'first.jsonl'), '--checkpoint', checkpoint);
    await until('it follows', () => source.followers === 1);
    source.emit(10);
    await until('they are written', () => readFileSync(join(folder, 'first.jsonl'), 'utf8').split('\n').length === 11);
    first.kill('SIGTERM');
    await new Promise((resolve) => first.once('exit', resolve));
    source.emit(200);
    expect(await once()).toEqual(Array.from({ length: 200 }, () => 'container.start'));
    expect(await once()).toEqual([]);
    source.emit(300);
    expect(await once()).toEqual(['pratique.gap', ...Array.from({ length: kept }, () => 'container.start')]);
  });
});
