import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { HttpClient } from './http-client.ts';
import { type ProxySettings } from './proxy-settings.ts';

/** Large enough that the parser is paused when the last byte arrives. */
const size = 4 * 1024 * 1024;
const body = Buffer.alloc(size, 'a');

/** Sends one response on each connection, and closes it. */
async function startServer(head: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(`${head}\r\n\r\n`);
      socket.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function readSlowly(url: URL, proxy?: ProxySettings): Promise<number> {
  const client = new HttpClient({ home: url, limits, ...(proxy === undefined ? {} : { proxy }) });
  try {
    const response = await client.request(url, {}, quietRuntime());
    let length = 0;
    for await (const chunk of response.body) {
      length += chunk.length;
      // The parser stays paused meanwhile; near the end the server closes the connection.
      if (length > size - 200_000) await sleep(5);
    }
    return length;
  } finally {
    await client.close();
  }
}

const heads = [
  ['HTTP/1.0 without a length', 'HTTP/1.0 200 OK'],
  ['HTTP/1.0 with a length', `HTTP/1.0 200 OK\r\ncontent-length: ${size}`],
  ['HTTP/1.1 that closes, without a length', 'HTTP/1.1 200 OK\r\nconnection: close'],
  ['HTTP/1.1 that closes, with a length', `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${size}`],
  ['HTTP/1.1 that closes without saying so', `HTTP/1.1 200 OK\r\ncontent-length: ${size}`],
] as const;

it.each(heads)('a slow reader gets the whole response: %s', async (_, head) => {
  const server = await startServer(head);
  try {
    const { port } = server.address() as AddressInfo;
    expect(await readSlowly(new URL(`http://127.0.0.1:${port}/`))).toBe(size);
  } finally {
    server.close();
  }
});

it.each(heads)('a slow reader gets the whole response through a proxy: %s', async (_, head) => {
  const proxy = await startServer(head);
  try {
    const { port } = proxy.address() as AddressInfo;
    expect(await readSlowly(new URL('http://feeds.invalid/'), { http: `http://127.0.0.1:${port}` })).toBe(size);
  } finally {
    proxy.close();
  }
});
