import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { watchConnections } from '../../src/cli/terminal/watch-connections.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
});
afterEach(() => sandbox.dispose());

it('scans without a network and says so', () => {
  const { exitCode, stderr } = runPratique(['scan', 'sample.tar', '--prove-offline'], sandbox, { env: { PRATIQUE_SKIP_DB_UPDATE: '0' } });
  expect([exitCode, stderr]).toEqual([0, 'pratique: network connections made: none\n']);
});

it('sees what any library connects to, and names that are looked up', async () => {
  const connections = watchConnections();
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
  await fetch('http://nowhere.invalid/').catch(() => undefined);
  server.close();
  server.closeAllConnections();
  const { network } = connections();
  expect(network.filter((each) => each === `127.0.0.1:${port}` || each === 'nowhere.invalid')).toEqual([
    `127.0.0.1:${port}`,
    'nowhere.invalid',
  ]);
});
