import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { openServerDatabase, type DatabasePlace } from '../../src/postgres/open-server-database.ts';
import { type ServerDatabase } from '../../src/postgres/server-database.ts';
import { flagPolicy } from '../../src/policy/flag-policy.ts';
import { backupTables, transientTables } from '../../src/server/backup/backup-format.ts';
import { saveReport } from '../../src/server/ingest/save-report.ts';
import { enqueueJob } from '../../src/server/jobs/job.ts';
import { prune } from '../../src/server/jobs/prune.ts';
import { scanImage } from '../../src/server/jobs/scan-image.ts';
import { runCommand } from '../support/run-command.ts';
import { makeSampleReport } from '../support/sample-report.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function optionOf(place: DatabasePlace): string[] {
  return 'url' in place ? ['--database', place.url] : ['--data', place.folder];
}

/** Every row, so that nothing is lost and nothing changed. */
async function contentOf({ db }: ServerDatabase): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  for (const table of backupTables) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(table)} t order by 1`.execute(db);
    content[table] = rows.map(({ row }) => row);
  }
  return content;
}

describeOnBoth('a backup', (place) => {
  it('gives every row and every waiting job back in another database, and what it removes is what a project does not keep', async () => {
    const first = await place();
    const report = makeSampleReport();
    const policy = flagPolicy({ ignoreUnfixed: false, exitCode: 1, allowIncomplete: true });
    let token: string;
    {
      await using server = await startServer({ database: first, change: { role: 'web' } });
      token = server.token;
      const { db } = server.server.context;
      await db.transaction().execute((transaction) =>
        saveReport(transaction, { report, decision: policy.decide(report) }, { project: 1, toolVersion: 'test', generation: 1, now: new Date() }),
      );
      await server.ask('PUT', '/api/v1/registries', { host: 'registry.invalid', username: 'robot', password: 'a registry password' });
      const input = { reference: 'registry.invalid/ours:1', trigger: 'person' } as const;
      await enqueueJob(server.server.context, scanImage, { project: 1, subject: input.reference, input }, { startAfterSeconds: 3_600, priority: 7 });
    }
    const file = join(folder, `${'url' in first ? 'remote' : 'embedded'}.gz`);
    expect(await runCommand(['serve', 'backup', file, ...optionOf(first)])).toMatchObject({ exitCode: 0 });
    const second = await place();
    expect(await runCommand(['serve', 'restore', file, ...optionOf(second)])).toMatchObject({ exitCode: 0 });
    const before = await openServerDatabase(first);
    const expected = await contentOf(before);
    await before[Symbol.asyncDispose]();
    expect(expected['set_finding']!.length).toBeGreaterThan(0);
    {
      const database = await openServerDatabase(second);
      expect(await contentOf(database)).toEqual(expected);
      await database[Symbol.asyncDispose]();
    }
    const again = await runCommand(['serve', 'restore', file, ...optionOf(second)]);
    expect(again).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('not empty') as string });

    await using restored = await startServer({ database: second, token, change: { role: 'web' } });
    expect((await restored.ask('GET', '/api/v1/images')).body.items).toHaveLength(1);
    expect((await restored.ask('GET', '/api/v1/jobs?kind=scan')).body.items).toMatchObject([{ subject: 'registry.invalid/ours:1', priority: 7 }]);
    expect((await restored.ask('POST', '/api/v1/projects', { name: 'new' })).status).toBe(201);

    const { context } = restored.server;
    await sql`insert into scan (project_id, image_id, reference, trigger, outcome, finished_at)
      select 1, i.id, i.name, 'sweep', 'succeeded', now() - n * interval '1 day' from image i, generate_series(9, 1, -1) n`.execute(context.db);
    const pruned = async (settings: object): Promise<number> => {
      expect((await restored.ask('PUT', '/api/v1/projects/default/retention', settings)).status).toBe(200);
      await prune.run({}, context as never);
      return (await context.db.selectFrom('scan').select('id').execute()).length;
    };
    expect(await pruned({})).toBe(9);
    expect(await pruned({ scansPerImage: 5 })).toBe(5);
    expect(await pruned({ scanDays: 3 })).toBeLessThanOrEqual(3);
    await sql`update image set scanned_at = now() - interval '40 days'`.execute(context.db);
    await pruned({ untaggedImageDays: 30 });
    expect((await restored.ask('GET', '/api/v1/images')).body.items).toEqual([]);
  });
}); // prettier-ignore

it('is complete, and one that is cut, damaged or newer restores nothing', async () => {
  const { tables } = await allTables();
  expect([...backupTables, ...transientTables].sort()).toEqual(tables);
  const whole = gunzipSync(readFileSync(join(folder, 'embedded.gz'))).toString();
  const lines = whole.trimEnd().split('\n');
  // Into one folder: a restore that fails leaves nothing that stops the next.
  const damages: Record<string, Buffer> = {
    cut: gzipSync(lines.slice(0, -1).join('\n')),
    short: gzipSync([...lines.slice(0, 3), lines.at(-1)].join('\n')),
    torn: readFileSync(join(folder, 'embedded.gz')).subarray(0, 2_000),
    other: Buffer.from('not gzip'),
    newer: gzipSync(whole.replace('"migrations":[', '"migrations":["9999-later",')),
  };
  for (const [name, bytes] of Object.entries(damages)) {
    const file = join(folder, `${name}.gz`);
    writeFileSync(file, bytes);
    const run = await runCommand(['serve', 'restore', file, '--data', join(folder, 'into')]);
    expect(run, name).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(name === 'newer' ? /newer version/ : /damaged/) as string });
  }
}); // prettier-ignore

async function allTables(): Promise<{ tables: string[] }> {
  await using server = await startServer({ database: { folder: join(folder, 'tables') }, change: { role: 'web' } });
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(
    server.server.context.db,
  );
  return { tables: rows.map(({ name }) => name).sort() };
}
