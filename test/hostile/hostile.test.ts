import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAsideName } from '../../src/lib/file/aside-name.ts';
import { projectRoot } from '../support/project-root.ts';
import { runProgram } from '../support/run-program.ts';
import { compressionCases } from './compression.cases.ts';
import { documentCases } from './document.cases.ts';
import { type HostileCase } from './hostile-case.ts';
import { packageDatabaseCases } from './package-database.cases.ts';
import { tarCases } from './tar.cases.ts';
import { treeCases } from './tree.cases.ts';

const starterIssue = 'ADVISORIES_STARTER';
/** What the program needs for itself. */
const defaults = { maxMemoryMb: 200, maxProcessorMs: 10_000 };

async function runCase(hostile: HostileCase): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-hostile-'));
  try {
    const input = join(folder, 'input');
    mkdirSync(input);
    const target = await hostile.make(input);
    const run = await runProgram(['scan', target, '--format', 'json'], { folder });
    checkVerdict(hostile, run);
    expect(run.leftovers).toEqual([]);
    const cache = join(folder, 'cache');
    expect(
      existsSync(cache) ? readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((path) => isAsideName(basename(path))) : [],
    ).toEqual([]);
    expect(run.peakMemoryMb).toBeLessThan(hostile.maxMemoryMb ?? defaults.maxMemoryMb);
    expect(run.processorMs).toBeLessThan(hostile.maxProcessorMs ?? defaults.maxProcessorMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In one value, so that a wrong verdict is shown whole. */
function checkVerdict(hostile: HostileCase, run: Awaited<ReturnType<typeof runProgram>>): void {
  const expected = hostile.expect;
  if ('refused' in expected) {
    expect(refusalOf(run)).toEqual({ exitCode: expected.exitCode ?? 3, code: expected.refused, lines: 1, hasOutput: false });
    // Hostile text is shown, never obeyed.
    expect(run.stderr.trim()).not.toMatch(/[\x00-\x1f]/);
    return;
  }
  const report = run.stdout === '' ? undefined : reportsOf(run.stdout)[0]!;
  const codes = report?.issues.map(({ code }) => code).filter((code) => code !== starterIssue) ?? [];
  expect({
    exitCode: run.exitCode,
    stderr: run.stderr.replace(otherPlatform, ''),
    issues: [...new Set(codes)].sort(),
    ...(expected.packages === undefined ? {} : { packages: report?.packages.map(({ name, version }) => `${name} ${version}`) }),
  }).toEqual({
    exitCode: expected.exitCode,
    stderr: '',
    issues: [...expected.issues].sort(),
    ...(expected.packages === undefined ? {} : { packages: expected.packages }),
  });
}

/** An image for another platform only is scanned, and the warning says so. */
const otherPlatform = /^pratique: warning: \S+ has no image for linux\/amd64; it has \S+; scanning \S+\n/;

function refusalOf(run: Awaited<ReturnType<typeof runProgram>>): unknown {
  const code = /\(([A-Z_]+)\)/.exec(run.stderr)?.[1];
  return { exitCode: run.exitCode, code, lines: run.stderr.trim().split('\n').length, hasOutput: run.stdout !== '' };
}

interface Reported {
  readonly completeness: string;
  readonly issues: readonly { readonly code: string }[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

function reportsOf(json: string): readonly Reported[] {
  const parsed = JSON.parse(json) as { reports?: Reported[] } & Reported;
  return parsed.reports ?? [parsed];
}

describe.skipIf(!existsSync(join(projectRoot, 'dist/pratique.js')))('hostile images', () => {
  describe.each<[string, readonly HostileCase[]]>([
    ['tar', tarCases],
    ['compression', compressionCases],
    ['documents and digests', documentCases],
    ['whiteouts and links', treeCases],
    ['package databases', packageDatabaseCases],
  ])('%s', (_group, cases) => {
    it.concurrent.each(cases.map((hostile) => [`${hostile.name} [${hostile.numbers.join(', ')}]`, hostile] as const))(
      '%s',
      (_name, hostile) => runCase(hostile),
    );
  });
});
