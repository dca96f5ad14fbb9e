import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hasBuildah = spawnSync('buildah', ['--version']).status === 0;

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function addPackage(folder: string, name: string, version: string): void {
  write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version }));
  write(folder, `node_modules/${name}/index.js`, '// code\n');
}

/** Builds with buildah from nothing, a layer for each instruction, and writes an OCI layout. */
function build(folder: string, context: string, dockerfile: string, tag: string): string {
  writeFileSync(join(context, 'Dockerfile'), dockerfile);
  const storage = ['--root', join(folder, 'storage'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const layout = join(folder, tag);
  const made = spawnSync('buildah', [...storage, 'build', '--isolation', 'chroot', '--no-cache', '--layers', '--quiet', '--tag', tag, context], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const pushed = spawnSync('buildah', [...storage, 'push', '--quiet', tag, `oci:${layout}:latest`], { encoding: 'utf8' });
  if (pushed.status !== 0) throw new Error(pushed.stderr);
  return layout;
} // prettier-ignore

interface Report {
  readonly reports: readonly [
    {
      readonly target: { readonly manifestDigest: string };
      readonly findings: readonly { readonly id: string; readonly fingerprint: string; readonly change?: string }[];
      readonly baseline: { readonly manifestDigest: string; readonly fixed: readonly { readonly id: string }[] };
    },
  ];
}

async function scan(target: string, file: string, ...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await runCommand([
    'scan',
    `oci-dir:${target}`,
    '--output',
    `json=${file}`,
    '--offline-scan',
    ...words,
  ]);
  const [report] = (JSON.parse(readFileSync(file, 'utf8')) as Report).reports;
  return { exitCode, stdout, stderr, report };
}

describe.skipIf(!hasBuildah)('a baseline and rebuilt images (skipped without buildah)', () => {
  it('keeps every fingerprint over a rebuild, reordered layers, moved files and another tag, and finds what is new', async () => {
    using temporary = temporaryFolder();
    const folder = temporary.path;
    const context = join(folder, 'context');
    mkdirSync(context);
    addPackage(context, 'lodash', '4.17.4');
    write(context, 'motd', 'hello\n');
    const first = build(folder, context, 'FROM scratch\nCOPY motd /etc/motd\nCOPY node_modules /app/node_modules\n', 'first');
    const again = build(folder, context, 'FROM scratch\nLABEL built=again\nCOPY node_modules /srv/site/node_modules\nCOPY motd /etc/motd\n', 'again');
    addPackage(context, 'minimist', '1.2.0');
    const changed = build(folder, context, 'FROM scratch\nCOPY motd /etc/motd\nCOPY node_modules /app/node_modules\n', 'changed');

    const base = await scan(first, join(folder, 'base.json'));
    const rebuilt = await scan(again, join(folder, 'again.json'), '--baseline', join(folder, 'base.json'), '--exit-code', '1');
    const prints = ({ report }: typeof base) => report.findings.map(({ fingerprint }) => fingerprint).sort();
    expect(base.report.findings.length).toBeGreaterThan(0);
    expect(rebuilt.report.target.manifestDigest).not.toBe(base.report.target.manifestDigest);
    expect(prints(rebuilt)).toEqual(prints(base));
    expect(new Set(rebuilt.report.findings.map(({ change }) => change))).toEqual(new Set(['pre-existing']));
    expect(rebuilt.exitCode).toBe(0);

    const added = await scan(changed, join(folder, 'new.json'), '--baseline', `oci-dir:${first}`, '--exit-code', '1');
    expect(added.exitCode).toBe(1);
    expect(added.report.baseline.manifestDigest).toBe(base.report.target.manifestDigest);
    const introduced = added.report.findings.filter(({ change }) => change === 'introduced').map(({ id }) => id);
    expect(introduced.sort()).toEqual(['CVE-2020-7598', 'CVE-2021-44906']);
    expect(added.stdout).toContain('2 findings introduced since the baseline');

    const back = await scan(first, join(folder, 'back.json'), '--baseline', join(folder, 'new.json'), '--exit-code', '1');
    expect([back.exitCode, back.report.baseline.fixed.map(({ id }) => id).sort()]).toEqual([0, introduced]);
  }); // prettier-ignore
});

describe('pratique convert', () => {
  it('writes what a scan would have written', async () => {
    using temporary = temporaryFolder();
    const file = (name: string): string => join(temporary.path, name);
    write(temporary.path, 'app/package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/lodash': { version: '4.17.4' } } }));
    const target = join(temporary.path, 'app');
    const formats = ['sarif', 'html', 'csv', 'junit', 'markdown', 'gitlab', 'cyclonedx'];
    const outputs = (prefix: string) => formats.flatMap((format) => ['--output', `${format}=${file(`${prefix}.${format}`)}`]);
    await runCommand(['scan', target, '--offline-scan', '--output', `json=${file('r.json')}`, ...outputs('scan')]);
    const { exitCode, stdout } = await runCommand(['convert', file('r.json'), '--format', 'json', ...outputs('converted')]);
    expect([exitCode, stdout]).toEqual([0, readFileSync(file('r.json'), 'utf8')]);
    // CycloneDX's serial number is made of all that a scan knows, and a report says a little less.
    const read = (name: string): string => readFileSync(file(name), 'utf8').replace(/urn:uuid:[0-9a-f-]+/, '');
    for (const format of formats) expect(read(`converted.${format}`)).toBe(read(`scan.${format}`));
    expect((await runCommand(['convert', file('r.json'), '--severity', 'CRITICAL', '--exit-code', '9'])).exitCode).toBe(9);
  }); // prettier-ignore

  it.each([
    ['missing.json', 2, 'USAGE'],
    ['package.json', 3, 'REPORT_INVALID'],
  ])('refuses %s', async (name, exitCode, code) => {
    const run = await runCommand(['convert', name]);
    expect([run.exitCode, run.stderr.includes(code)]).toEqual([exitCode, true]);
  });
});
