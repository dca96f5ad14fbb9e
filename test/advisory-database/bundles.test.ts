import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { ensureBuilt, makeSandbox, runPratique, runPratiqueAsync, type Ended } from '../support/run-pratique.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';

const sandbox = makeSandbox();
afterAll(() => sandbox.dispose());
const sbom = 'app.cdx.json';

function run(line: string): Ended {
  return runPratique(line.split(' '), sandbox);
}

function runWell(line: string): string {
  const { exitCode, stdout, stderr } = run(line);
  expect([line, exitCode, exitCode === 0 ? '' : stderr]).toEqual([line, 0, '']);
  return stdout;
}

/** The fix that the advisories name for a package that each generation has another fix for. */
function fixOf(stdout: string): string | undefined {
  const { reports } = JSON.parse(stdout) as { reports: { findings: { fixedVersion?: string }[] }[] };
  return reports[0]?.findings[0]?.fixedVersion;
}

const scanWords = (machine: string, ...more: readonly string[]): readonly string[] => [
  'cves',
  `sbom:${sbom}`,
  '--format',
  'json',
  '--allow-incomplete',
  '--cache-dir',
  machine,
  ...more,
];

beforeAll(() => {
  ensureBuilt();
  const components = [{ type: 'library', name: 'package-1', version: '0.9.0', purl: 'pkg:npm/package-1@0.9.0' }];
  writeFileSync(join(sandbox.work, sbom), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }));
  for (const generation of [1, 2]) {
    writeFeeds(join(sandbox.work, `feeds-${generation}`), smallFeeds(60, generation));
    runWell(`db build --quiet --from feeds-${generation} --output db-${generation}`);
  }
  mkdirSync(join(sandbox.work, 'no-feeds'));
  runWell('db repo init repo --keys keys');
  runWell('db repo init strangers --keys other-keys');
});

describe('db export, verify and import', () => {
  it('carry advisories to a machine without a network, and refuse what is older, changed, cut or of another root', () => {
    for (const generation of [1, 2]) {
      const written = runWell(`db export bundle-${generation}.tar --repository repo --keys keys --db db-${generation}`);
      expect(written).toMatch(
        new RegExp(`^wrote bundle-${generation}\\.tar: generation ${generation}, \\d+ files, \\d+ kB, valid for 30 days\\n$`),
      );
    }
    const root = '--db-root repo/metadata/1.root.json';
    expect(runWell(`db verify bundle-1.tar ${root}`)).toBe('verified bundle-1.tar: advisories for Debian 12 and npm\n');
    for (const generation of [1, 2]) {
      const imported = runWell(`db import bundle-${generation}.tar ${root} --cache-dir machine`);
      expect(imported).toBe('imported advisories for Debian 12 and npm (signature verified)\n');
      expect(fixOf(runPratique(scanWords('machine', '--offline-scan'), sandbox).stdout)).toBe(`${generation}.0.1`);
    }
    const bytes = readFileSync(join(sandbox.work, 'bundle-2.tar'));
    const shard = bytes.indexOf('.npm.');
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(shard + 1_500) ^ 1, shard + 1_500);
    writeFileSync(join(sandbox.work, 'changed.tar'), changed);
    writeFileSync(join(sandbox.work, 'cut.tar'), bytes.subarray(0, bytes.length >> 1));
    for (const [line, message] of [
      [`db import bundle-1.tar ${root} --cache-dir machine`, 'REPOSITORY_REFUSED'],
      [`db import changed.tar ${root} --cache-dir machine-3`, 'is not what was signed'],
      [`db verify changed.tar ${root}`, 'is not what was signed'],
      [`db verify cut.tar ${root}`, 'cut.tar'],
      ['db verify bundle-2.tar --db-root strangers/metadata/1.root.json', 'were refused'],
      [`db verify nowhere.tar ${root}`, 'nowhere.tar'],
    ] as const) {
      const { exitCode, stderr } = run(line);
      expect([line, exitCode]).not.toEqual([line, 0]);
      expect(stderr).toContain(message);
    }
    // What was there stays.
    expect(fixOf(runPratique(scanWords('machine', '--offline-scan'), sandbox).stdout)).toBe('2.0.1');
  });

  it('pass on what a machine has downloaded, and what it needs is derived on the other', () => {
    const env = { PRATIQUE_SKIP_DB_UPDATE: '0', PRATIQUE_FEEDS: join(sandbox.work, 'feeds-2') };
    expect(fixOf(runPratique(scanWords('online'), sandbox, { env }).stdout)).toBe('2.0.1');
    runWell('db repo init repo-3 --keys keys-3');
    runWell('db export machine.tar --repository repo-3 --keys keys-3 --cache-dir online');
    runWell('db import machine.tar --db-root repo-3/metadata/1.root.json --cache-dir offline');
    expect(fixOf(runPratique(scanWords('offline', '--offline-scan'), sandbox).stdout)).toBe('2.0.1');
    expect(runWell('db search GHSA-1 --db offline/advisories/npm')).toContain('package-1');
  });
});

it.skipIf(!hasDockerRegistry)(
  'a repository is pushed to Debian’s docker-registry, scanned from, and answers for its generations',
  async () => {
    await using registry = await startDockerRegistry();
    const image = `${registry.host}/team/advisories:latest`;
    runWell('db repo init repo-oci --keys keys-oci');
    const digests: string[] = [];
    const seen: (string | undefined)[] = [];
    const env = { PRATIQUE_SKIP_DB_UPDATE: '0', PRATIQUE_FEEDS: join(sandbox.work, 'no-feeds') };
    const from = ['--db-repository', `oci:${image}`, '--db-root', 'repo-oci/metadata/1.root.json', '--insecure'];
    for (const generation of [1, 2]) {
      const words = `db repo publish repo-oci --db db-${generation} --keys keys-oci --push ${image} --insecure`.split(' ');
      const { exitCode, stdout } = await runPratiqueAsync(words, sandbox);
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringMatching(/^published generation \d: .*\nsha256:[0-9a-f]{64}\npushed .*@sha256:[0-9a-f]{64}\n$/),
      ]);
      digests.push(stdout.split('\n')[1]!);
      seen.push(fixOf((await runPratiqueAsync(scanWords(`machine-${generation}`, ...from), sandbox, { env })).stdout));
    }
    seen.push(fixOf((await runPratiqueAsync(scanWords('replayed', ...from, '--db', digests[0]!), sandbox, { env })).stdout));
    const early = await runPratiqueAsync(scanWords('replayed', ...from, '--as-of', '2026-01-01'), sandbox, { env });
    expect(seen).toEqual(['1.0.1', '2.0.1', '1.0.1']);
    expect([early.exitCode, early.stderr]).toEqual([3, expect.stringContaining('has no generation of the advisories of 2026-01-01')]);
  },
);
