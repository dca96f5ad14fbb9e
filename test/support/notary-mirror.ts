import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { request } from 'node:https';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type NotaryLab } from './notary-lab.ts';

/** One answer of a mirror: of the real server, or changed. */
export interface MirrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a hostile mirror does: gets the path behind `tuf/` and the real answer, and answers; or takes the connection itself and answers nothing. */
export type Attack = (file: string, answer: MirrorAnswer, response: ServerResponse, path: string) => MirrorAnswer | undefined;

export interface NotaryMirror extends AsyncDisposable {
  readonly url: string;
  /** May be changed while it runs; asks for what it wants of the real server by `fetch`. */
  attack: Attack;
  /** Everything that was requested since it was last emptied. */
  readonly requests: string[];
}

/** A server in front of a lab's, under the same authority, that passes everything on until it attacks. */
export async function startNotaryMirror(lab: NotaryLab): Promise<NotaryMirror> {
  const mirror = { attack: (_: string, answer: MirrorAnswer) => answer, requests: [] as string[] } as {
    attack: Attack;
    requests: string[];
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '/';
    const real = await forward(lab, incoming, path);
    const [, file] = /\/_trust\/tuf\/(.+)$/.exec(path) ?? [];
    mirror.requests.push(path);
    const answer = file === undefined ? real : mirror.attack(file, real, response, path);
    if (answer === undefined) return;
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers, 'content-length': answer.body.length });
    response.end(answer.body);
  };
  const server: Server = createServer({ cert: lab.certificate.certificate, key: lab.certificate.key }, (incoming, response) => {
    response.on('error', () => undefined);
    serve(incoming, response).catch(() => response.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(mirror, { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: stop });
}

/** One file of a repository as the real server has it. */
export function fetchReal(lab: NotaryLab, gun: string, file: string): Promise<MirrorAnswer> {
  return ask(lab, `/v2/${gun}/_trust/tuf/${file}`, 'GET', Buffer.alloc(0), {});
}

async function forward(lab: NotaryLab, incoming: IncomingMessage, path: string): Promise<MirrorAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { 'content-type': type } = incoming.headers;
  return ask(lab, path, incoming.method ?? 'GET', Buffer.concat(chunks), type === undefined ? {} : { 'content-type': type });
}

function ask(lab: NotaryLab, path: string, method: string, body: Buffer, headers: Record<string, string>): Promise<MirrorAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${lab.url}${path}`,
      { method, ca: lab.authority, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
        answer.once('error', reject);
      },
    );
    asked.once('error', reject).end(body);
  });
}
