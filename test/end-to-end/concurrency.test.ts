import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TarFile } from '../../src/cli/scan/sample/tar-writer.ts';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { imagesDirectory } from '../support/real-image.ts';
import { ensureBuilt, makeSandbox, type Sandbox } from '../support/run-pratique.ts';
import { readCache, startScans, type EndedScan, type RunningScan } from '../support/scan-wave.ts';
import { isSlowRun } from '../support/is-slow-run.ts';

const processes = isSlowRun ? 32 : 12;
const realImage = join(process.env['PRATIQUE_IMAGES'] ?? imagesDirectory, 'node-app/oci');
/** Four layers of 3 MB that do not compress: enough for threads to read them, and for a kill to meet them at work. */
const image = buildImage({ layers: [{ files: distribution() }, ...[1, 2, 3].map((layer) => ({ files: application(layer) }))] });

let sandbox: Sandbox;
let layout: string;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
  layout = join(sandbox.folder, 'image');
  writeOciLayout(layout, image);
});
afterEach(() => {
  sandbox.dispose();
});

describe(`${processes} scans at once on one cache`, () => {
  it('of a built image: none fails, all report the same, cold and warm', async () => {
    const cold = await allOf(startScans(processes, layout, sandbox));
    const entries = readCache(sandbox).whole;
    const warm = await allOf(startScans(processes, layout, sandbox));
    expect(differences([...cold, ...warm])).toEqual([]);
    expectWhole(cold[0]!);
    expect(readCache(sandbox)).toEqual({ whole: entries, damaged: [], others: [] });
    expect(strays(sandbox)).toEqual([]);
  });

  it.skipIf(!existsSync(realImage))('of a real image: all succeed with the same report', async () => {
    const ended = await allOf(startScans(processes, realImage, sandbox));
    expect(differences(ended)).toEqual([]);
    expect(countsOf(ended[0]!).packages).toBeGreaterThan(200);
    expect(readCache(sandbox)).toMatchObject({ damaged: [], others: [] });
    expect(strays(sandbox)).toEqual([]);
  });

  it('a quarter of which are killed: the others report the same, and so does the next', async () => {
    const scans = startScans(processes, layout, sandbox);
    const doomed = scans.filter((_, at) => at % 4 === 0);
    await killOneByOne(doomed, scans, sandbox);
    const ended = await allOf(scans);
    const killed = ended.filter(({ signal }) => signal === 'SIGKILL');
    const rest = ended.filter(({ signal }) => signal === null);
    // On many cores the last may have ended before it was killed.
    expect(killed.length).toBeGreaterThanOrEqual(doomed.length / 2);
    expect(killed.length + rest.length).toBe(processes);
    const next = await allOf(startScans(1, layout, sandbox));
    expect(differences([...rest, ...next])).toEqual([]);
    expectWhole(next[0]!);
    const { damaged, others } = readCache(sandbox);
    expect(damaged).toEqual([]);
    expect(others.filter((path) => !killed.some(({ pid }) => path.includes(`.${pid}-`)))).toEqual([]);
    expect(strays(sandbox)).toEqual([]);
    await expectAbandonedToGo(others, sandbox);
  });
});

/** From the moment that the first of all writes to the cache: each is at another place of its scan. */
async function killOneByOne(doomed: readonly RunningScan[], all: readonly RunningScan[], { cache }: Sandbox): Promise<void> {
  await Promise.race([untilNonEmpty(cache), ...all.map(({ ended }) => ended)]);
  for (const { process } of doomed) {
    process.kill('SIGKILL');
    await sleep(10);
  }
}

async function untilNonEmpty(cache: string): Promise<void> {
  while (readdirSync(cache, { recursive: true }).length < 2) await sleep(2);
}

/** What a killed process was writing goes when it is an hour old. */
async function expectAbandonedToGo(abandoned: readonly string[], sandbox: Sandbox): Promise<void> {
  for (const path of abandoned) utimesSync(path, 1, 1);
  await allOf(startScans(1, layout, sandbox));
  expect(readCache(sandbox).others).toEqual([]);
}

function allOf(scans: readonly RunningScan[]): Promise<readonly EndedScan[]> {
  return Promise.all(scans.map(({ ended }) => ended));
}

/** Scans that failed, warned, or reported anything else than the first. */
function differences(ended: readonly EndedScan[]): readonly unknown[] {
  const expected = JSON.stringify(ended[0]!.report);
  return ended
    .filter(({ exitCode, stderr, report }) => exitCode !== 0 || stderr !== '' || JSON.stringify(report) !== expected)
    .map(({ exitCode, signal, stderr, report }) => ({ exitCode, signal, stderr, report }));
}

/** 480 packages with the flaws of lodash; the one issue is that the starter advisories answered. */
function expectWhole(ended: EndedScan): void {
  const { findings, ...counts } = countsOf(ended);
  expect(counts).toEqual({ packages: 480, issues: 1 });
  expect(findings).toBeGreaterThan(0);
}

function countsOf({ report }: EndedScan): { readonly packages: number; readonly findings: number; readonly issues: number } {
  const [{ packages, findings, issues }] = (report as { reports: [Record<'packages' | 'findings' | 'issues', unknown[]>] }).reports;
  return { packages: packages.length, findings: findings.length, issues: issues.length };
}

/** What was left in the working directory and the temporary directory. */
function strays({ work, env }: Sandbox): readonly string[] {
  return [work, env['TMPDIR']!].flatMap((folder) => readdirSync(folder));
}

function distribution(): readonly TarFile[] {
  const stanza = (name: string, version: string): string =>
    `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;
  const names = Array.from({ length: 180 }, (_, at) => stanza(`package-${at}`, `${at}.1-1`));
  return [
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    { path: 'var/lib/dpkg/status', content: names.join('') },
    { path: 'usr/lib/noise', content: randomBytes(3 << 20) },
  ];
}

/** A hundred packages of npm, one of which has flaws that the starter advisories know. */
function application(layer: number): readonly TarFile[] {
  const names = Array.from({ length: 100 }, (_, at) => (at === 0 && layer === 1 ? 'lodash' : `module-${layer}-${at}`));
  return [
    ...names.map((name) => ({
      path: `app${layer}/node_modules/${name}/package.json`,
      content: JSON.stringify({ name, version: '4.17.15' }),
    })),
    { path: `app${layer}/noise`, content: randomBytes(3 << 20) },
  ];
}
