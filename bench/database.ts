import { existsSync, rmSync } from 'node:fs';
import { verifyDatabase } from '../src/advisory/store/database-status.ts';
import { reportFigure } from './support/figure.ts';
import { benchDatabase, buildBenchDatabase, feedsFolder, rebuildBenchDatabase } from './support/feeds-database.ts';

/** What building the database of all feeds costs, and how large it is. */
if (existsSync(feedsFolder)) {
  rmSync(benchDatabase, { recursive: true, force: true });
  const { seconds, peakMegabytes } = buildBenchDatabase(benchDatabase);
  const incremental = rebuildBenchDatabase(benchDatabase, 'osv/npm/all.zip');
  const { manifest, bytes } = verifyDatabase(benchDatabase);
  const largest = [...manifest.shards, manifest.ids].sort((a, b) => b.bytes - a.bytes).slice(0, 6);
  for (const { name, bytes: size, keys, rows } of largest)
    process.stdout.write(`${(size / 1e6).toFixed(2).padStart(6)} MB  ${name}: ${keys} names, ${rows} facts\n`);
  reportFigure({ name: 'database: build of all feeds', value: seconds, unit: 's', atMost: 180 });
  reportFigure({ name: 'database: peak memory of the build', value: peakMegabytes, unit: 'MiB', atMost: 1024 });
  reportFigure({
    name: 'database: rebuild with another npm feed / whole build',
    value: incremental.seconds / seconds,
    unit: '×',
    atMost: 0.4,
  });
  reportFigure({ name: 'database: size', value: bytes / 1e6, unit: 'MB', atMost: 60 });
  const facts = manifest.shards.reduce((total, shard) => total + shard.rows, 0);
  reportFigure({ name: 'database: bytes for each fact', value: bytes / facts, unit: 'B' });
} else {
  process.stdout.write(`${feedsFolder} does not exist: set PRATIQUE_BENCH_FEEDS to a folder of feeds\n`);
}
