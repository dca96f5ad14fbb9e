import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUsage, usageReporter } from '../test/support/usage.ts';
import { reportFigure } from './support/figure.ts';
import { ensureBenchDatabase, feedsFolder } from './support/feeds-database.ts';
import { realImage } from './support/real-inputs.ts';

/** What the first scan of a machine costs: from a signed repository, and straight from the publishers' feeds, both served on loopback. */
const work = mkdtempSync(join(tmpdir(), 'pratique-first-scan-'));
const program = 'dist/pratique.js';

/** A server of files in a process of its own, since this one waits for the scans. */
const serverScript = `
  const { createServer } = require('node:http'); const { createReadStream, statSync } = require('node:fs'); const { join } = require('node:path');
  const server = createServer((request, response) => {
    const path = join(process.argv[1], decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-length': found.size, etag: '"' + found.mtimeMs + '"' });
    createReadStream(path).pipe(response);
  }).listen(0, '127.0.0.1', () => console.log(server.address().port));`;

async function serve(folder: string): Promise<{ readonly url: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, ['-e', serverScript, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())));
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

interface FirstScan {
  readonly megabytes: number;
  readonly downloadSeconds: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** With an empty cache; the line about the download says how much it was. */
function scan(target: string, name: string, words: readonly string[], env: Readonly<Record<string, string>>): FirstScan {
  const usageFile = join(work, `${name}.usage`);
  const usage = usageReporter(usageFile);
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...usage.execArgv, program, 'scan', target, '--format', 'json', ...words], {
    env: { ...process.env, ...usage.env, PRATIQUE_CACHE_DIR: join(work, name), PRATIQUE_SKIP_DB_UPDATE: '0', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = /: ([\d.]+) (kB|MB) in ([\d.]+) s/.exec(stderr);
  if ((status !== 0 && status !== 4) || said === null) throw new Error(`the scan ended with ${String(status)}: ${stderr}`);
  return {
    megabytes: Number(said[1]) / (said[2] === 'kB' ? 1_000 : 1),
    downloadSeconds: Number(said[3]),
    seconds: (performance.now() - started) / 1_000,
    peakMegabytes: readUsage(usageFile).peakMemoryMb,
  };
}

function run(...words: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(stderr);
}

function alpineSbom(): string {
  const purls = ['openssl@3.3.1-r0', 'busybox@1.36.1-r28', 'musl@1.2.5-r0', 'zlib@1.3.1-r1'].map(
    (each) => `pkg:apk/alpine/${each}?distro=alpine-3.20`,
  );
  const components = purls.map((purl) => ({
    type: 'library',
    name: purl.split('/')[2]!.split('@')[0],
    version: purl.split('@')[1]!.split('?')[0],
    purl,
  }));
  const path = join(work, 'alpine.json');
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components }));
  return path;
}

if (existsSync(feedsFolder)) {
  const [repository, keys] = [join(work, 'repository'), join(work, 'keys')];
  run('db', 'repo', 'init', repository, '--keys', keys);
  run('db', 'repo', 'publish', repository, '--keys', keys, '--db', ensureBenchDatabase());
  const served = await serve(repository);
  const root = join(repository, 'metadata/1.root.json');
  const alpine = scan(alpineSbom(), 'alpine', ['--db-repository', served.url, '--db-root', root], {});
  served.stop();
  reportFigure({ name: 'first scan: Alpine from a repository, fetched', value: alpine.megabytes, unit: 'MB', atMost: 2 });
  reportFigure({ name: 'first scan: Alpine from a repository, over the scan itself', value: alpine.downloadSeconds, unit: 's', atMost: 1 });
  const image = realImage('node-app');
  if (image !== undefined) {
    const feeds = await serve(feedsFolder);
    const node = scan(image, 'node-app', [], { PRATIQUE_FEEDS: feeds.url });
    feeds.stop();
    reportFigure({ name: 'first scan: node-app from feeds', value: node.seconds, unit: 's', atMost: 30 });
    reportFigure({ name: 'first scan: node-app from feeds, peak memory', value: node.peakMegabytes, unit: 'MiB', atMost: 400 });
  }
}
rmSync(work, { recursive: true, force: true });
