import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { startPostgres } from '../test/server/support/postgres-server.ts';
import { buildNpmDatabase } from '../test/server/support/npm-image.ts';
import { startServer, type TestServer } from '../test/server/support/start-server.ts';
import { fillDatabase } from './support/fill-database.ts';
import { reportFigure } from './support/figure.ts';

/** How the server does with a million images on PostgreSQL: reads while 50 clients ask, who has a vulnerability, and a day's change of advisories. */
const images = Number(process.env['PRATIQUE_BENCH_IMAGES'] ?? 1_000_000);
const changedKeys = 2_000;

await using postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'pratique-bench-server-'));
try {
  const database = join(folder, 'db');
  await buildNpmDatabase(
    database,
    Array.from({ length: changedKeys }, (_, at) => ({
      id: `GHSA-${at}`,
      name: `p${at * 97}`,
      fixed: '9.0.0',
      severity: at % 10 === 0 ? 'CRITICAL' : 'MODERATE',
    })),
  );
  await using server = await startServer({ database: { url: await postgres.createDatabase() }, scan: { database } });
  const began = performance.now();
  await fillDatabase(server.server.context.db, images);
  process.stdout.write(`filled with ${images} images in ${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
  await measureReads(server);
  await measureAffected(server, 'before the change', 'CVE-MADE-0');
  await measureRematch(server);
  await measureAffected(server, 'after the change', 'CVE-2026-10000');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureReads(server: TestServer): Promise<void> {
  const first = await server.ask('GET', '/api/v1/images?limit=500');
  const digests = (first.body.items as { digest: string }[]).map(({ digest }) => digest);
  const paths = (at: number): string => {
    const digest = digests[at % digests.length]!;
    return [
      `/api/v1/images?limit=50`,
      `/api/v1/images?order=scanned&limit=50`,
      `/api/v1/images/${digest}`,
      `/api/v1/images/${digest}/findings`,
    ][at % 4]!;
  };
  const times: number[] = [];
  let errors = 0;
  const client = async (offset: number): Promise<void> => {
    for (let at = 0; at < 40; at += 1) {
      const start = performance.now();
      const { status } = await server.ask('GET', paths(offset * 7 + at));
      times.push(performance.now() - start);
      if (status !== 200) errors += 1;
    }
  };
  await Promise.all(Array.from({ length: 50 }, (_, offset) => client(offset)));
  reportFigure({ name: 'server: read at a million images, 50 clients, p95', value: percentile(times, 0.95), unit: 'ms', atMost: 200 });
  reportFigure({ name: 'server: read at a million images, errors', value: errors, unit: 'requests', atMost: 0 });
}

async function measureAffected(server: TestServer, when: string, id: string): Promise<void> {
  const times: number[] = [];
  let total = 0;
  for (let run = 0; run < 20; run += 1) {
    const start = performance.now();
    const { body } = await server.ask('GET', `/api/v1/vulnerabilities/${id}/images?limit=100`);
    times.push(performance.now() - start);
    total = body.total as number;
  }
  process.stdout.write(`${id}: ${total} images\n`);
  reportFigure({ name: `server: images with a vulnerability, ${when}, p95`, value: percentile(times, 0.95), unit: 'ms', atMost: 1_000 });
}

async function measureRematch(server: TestServer): Promise<void> {
  const start = performance.now();
  await server.ask('POST', '/api/v1/advisories/update');
  for (;;) {
    const { body } = await server.ask('GET', '/api/v1/jobs?kind=rematch&limit=1');
    const [job] = body.items as { state: string; output?: unknown }[];
    if (job?.state === 'completed') {
      process.stdout.write(`rematch: ${JSON.stringify(job.output)}\n`);
      break;
    }
    if (job?.state === 'failed') throw new Error(JSON.stringify(job));
    await wait(100);
  }
  reportFigure({ name: 'server: match 2,000 changed keys', value: (performance.now() - start) / 1_000, unit: 's', atMost: 60 });
  const { rows } = await sql<{ images: number }>`select count(*)::int as images from image where verdict = 'fail'`.execute(
    server.server.context.db,
  );
  process.stdout.write(`images that fail now: ${rows[0]!.images}\n`);
}

function percentile(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
}
