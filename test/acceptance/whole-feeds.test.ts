import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDatabaseStatus, verifyDatabase } from '../../src/advisory/store/database-status.ts';
import { projectRoot } from '../support/project-root.ts';
import { runProgram } from '../support/run-program.ts';
import { ensureBuilt } from '../support/run-pratique.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { isSlowRun } from '../support/is-slow-run.ts';

const shared = resolve(projectRoot, '../shared');

/** Serves a folder as the publishers do: names with blanks, and nothing beside it. */
async function serve(root: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': statSync(path).size, etag: `"${statSync(path).mtimeMs}"` });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done()))),
  };
}

/** A manifest without the dates of fetches, which a folder does not have, and without the digest that covers them. */
function contentOf(directory: string): object {
  const { digest, sources, ...rest } = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Record<string, unknown> & {
    readonly sources: readonly { readonly asOf?: string }[];
  };
  expect(digest).toMatch(/^sha256:/);
  return { ...rest, sources: sources.map((source) => ({ ...source, asOf: undefined })) };
}

describe.skipIf(!isSlowRun || !existsSync(join(shared, 'feeds')))('the whole feeds (npm run test:slow; needs the feeds)', () => {
  const folder = temporaryFolder();
  const feeds = join(folder.path, 'feeds');
  beforeAll(async () => {
    ensureBuilt();
    const unpacking = spawn(join(shared, 'tools/unpack-feeds.sh'), [feeds], { stdio: 'ignore' });
    expect(await new Promise((done) => unpacking.once('exit', done))).toBe(0);
  });
  afterAll(() => folder[Symbol.dispose]());

  it('build over HTTP and from the folder, to the same bytes, within 3 minutes of processor time and 1 GB', async () => {
    await using server = await serve(feeds);
    const [overHttp, fromFolder] = [join(folder.path, 'http'), join(folder.path, 'folder')] as const;
    const built = await runProgram(['db', 'build', '--quiet', '--from', server.url, '--output', overHttp]);
    expect(built.exitCode).toBe(0);
    expect(built.processorMs).toBeLessThan(180_000);
    expect(built.peakMemoryMb).toBeLessThan(1_000);
    expect((await runProgram(['db', 'build', '--quiet', '--from', feeds, '--output', fromFolder])).exitCode).toBe(0);
    expect(contentOf(fromFolder)).toEqual(contentOf(overHttp));
    const { manifest } = verifyDatabase(overHttp);
    const osv = manifest.sources.filter(({ id }) => id.startsWith('osv-'));
    expect(osv.reduce((total, { records }) => total + records, 0)).toBe(176_437);
    expect(manifest.sources.filter(({ status }) => status !== 'fresh')).toEqual([]);
    expect(readDatabaseStatus(overHttp).bytes).toBeLessThan(60e6);
    expect(spawnSync('diff', ['-r', '-x', 'manifest.json', overHttp, fromFolder]).status).toBe(0);
  });
});
