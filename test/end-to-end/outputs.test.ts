import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { ensureBuilt, makeSandbox, program, runPratique, startPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
});
afterEach(() => {
  sandbox.dispose();
});

const read = (name: string): string => readFileSync(join(sandbox.work, name), 'utf8');
const isTable = (report: string): boolean => report.includes('sample.tar') && !report.startsWith('{');
const isJson = (report: string): boolean => (JSON.parse(report) as { schemaVersion: number }).schemaVersion === 1;

describe('where reports go', () => {
  it('table to standard output, and nothing to standard error', () => {
    const { stdout, stderr } = runPratique(['scan', 'sample.tar'], sandbox);
    expect([isTable(stdout), stderr]).toEqual([true, '']);
  });

  it('refuses a --platform that the only image is not for, unless --platform-any is given', () => {
    const run = (...words: string[]): unknown[] => {
      const { exitCode, stderr } = runPratique(['scan', 'sample.tar', ...words], sandbox);
      return [exitCode, stderr];
    };
    const refusal =
      'pratique: sample.tar has no image for linux/s390x; it has linux/amd64 (PLATFORM_NOT_FOUND); try: leave out --platform, or add --platform-any to scan it anyway\n';
    expect(run('--platform', 'linux/s390x')).toEqual([3, refusal]);
    expect(run('--platform', 'linux/s390x', '--platform-any')).toEqual([0, '']);
    for (const platform of ['linux/amd64', 'all', '']) expect(run('--platform', platform)).toEqual([0, '']);
  });

  it('--output FILE instead of standard output', () => {
    const { stdout } = runPratique(['scan', 'sample.tar', '-f', 'json', '-o', 'report'], sandbox);
    expect([stdout, isJson(read('report'))]).toEqual(['', true]);
  });

  it('writes several --output FORMAT=FILE in addition', () => {
    const { stdout } = runPratique(['scan', 'sample.tar', '-o', 'json=a', '--output', 'table=b'], sandbox);
    expect([isTable(stdout), isJson(read('a')), isTable(read('b'))]).toEqual([true, true, true]);
  });

  it('a target that could not be scanned, in its place among the others', () => {
    copyFileSync(join(sandbox.work, 'sample.tar'), join(sandbox.work, 'again.tar'));
    const { stdout, exitCode } = runPratique(['scan', 'sample.tar', 'missing.tar', 'again.tar', '-o', 'json=a', '-q'], sandbox);
    const { reports, failures } = JSON.parse(read('a')) as { readonly reports: readonly unknown[]; readonly failures: unknown };
    expect([reports.length, failures, exitCode]).toEqual([
      2,
      [
        {
          target: 'missing.tar',
          reportsBefore: 1,
          code: 'TARGET_NOT_FOUND',
          message: 'missing.tar: no such file or directory',
          hint: 'check the path or the reference',
        },
      ],
      3,
    ]);
    expect(stdout.split('\n').slice(-6)).toEqual([
      'SUMMARY',
      '',
      '  FIXES AVAILABLE  sample.tar',
      '  NOT SCANNED      missing.tar',
      '  FIXES AVAILABLE  again.tar',
      '',
    ]);
  });

  it('/dev/stdout is standard output', () => {
    const { stdout } = runPratique(['scan', 'sample.tar', '-o', '/dev/stdout', '--format', 'json'], sandbox);
    expect(isJson(stdout)).toBe(true);
  });

  it('replaces a file and leaves nothing beside it', () => {
    writeFileSync(join(sandbox.work, 'report'), 'x'.repeat(1_000_000));
    runPratique(['scan', 'sample.tar', '-o', 'json=report', '-q'], sandbox);
    expect([isJson(read('report')), readdirSync(sandbox.work).sort()]).toEqual([true, ['report', 'sample.tar']]);
  });

  it('writes no report when no target could be scanned', () => {
    runPratique(['scan', './nowhere', '-o', 'json=report'], sandbox);
    expect(readdirSync(sandbox.work)).toEqual(['sample.tar']);
  });

  it('writes colour only where it is wanted', () => {
    const escape = '\u001b[';
    expect(runPratique(['scan', 'sample.tar'], sandbox).stdout).not.toContain(escape);
    expect(runPratique(['scan', 'sample.tar'], sandbox, { env: { FORCE_COLOR: '1' } }).stdout).toContain(escape);
    expect(runPratique(['scan', 'sample.tar'], sandbox, { env: { FORCE_COLOR: '0' } }).stdout).not.toContain(escape);
  });

  it('is the same from run to run but for the times', () => {
    const once = (): string =>
      runPratique(['scan', 'sample.tar', '--format', 'json'], sandbox).stdout.replace(/"startedAt":"[^"]*","durationMs":\d+/g, '');
    expect(once()).toBe(once());
  });
});

describe('the reader closes standard output', () => {
  it('ends quietly with the code of the decision', async () => {
    const child = startPratique(
      ['scan', ...Array.from({ length: 30 }, () => 'sample.tar'), '--format', 'json', '--exit-code', '7'],
      sandbox,
    );
    const stderr = text(child.stderr!);
    child.stdout!.destroy();
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, await stderr]).toEqual([7, '']);
  });

  it('ends with 3 where it would have been a success', async () => {
    const child = startPratique(['scan', ...Array.from({ length: 30 }, () => 'sample.tar'), '--format', 'json'], sandbox);
    const stderr = text(child.stderr!);
    child.stdout!.destroy();
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, await stderr]).toEqual([3, '']);
  });

  it.runIf(process.platform === 'linux').each([
    ['>&-', 'version', 3],
    ['>&-', 'scan sample.tar', 3],
    ['>&-', 'scan sample.tar --output report.txt', 0],
    ['> /dev/null', 'scan sample.tar', 0],
  ])('knows whether its output was closed (%s) or is discarded: %s', (redirection, words, expected) => {
    // The command after it keeps the shell from becoming the program.
    const line = `"$NODE" "$PROGRAM" ${words} ${redirection}; exit $?`;
    const env = { ...sandbox.env, NODE: process.execPath, PROGRAM: program };
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: sandbox.work, env, encoding: 'utf8' });
    const told =
      'pratique: standard output cannot be written: it is closed (OUTPUT_UNWRITABLE); try: redirect it to a file, or to /dev/null\n';
    expect([status, stderr]).toEqual([expected, expected === 3 ? told : '']);
  });

  it('takes a null device that another program opened for what it is', () => {
    const run = spawnSync(process.execPath, [program, 'scan', 'sample.tar'], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
  }); // prettier-ignore
});

describe('flags of other scanners', () => {
  it('are accepted with a note, which --quiet drops', () => {
    const noted = runPratique(['scan', 'sample.tar', '--skip-policy-update', '--skip-version-check'], sandbox);
    expect([noted.exitCode, noted.stderr.split('\n').length]).toEqual([0, 3]);
    expect(noted.stderr).toMatch(/^pratique: --skip-policy-update: not needed/m);
    const quiet = runPratique(['scan', 'sample.tar', '--skip-policy-update', '--quiet'], sandbox);
    expect([quiet.exitCode, quiet.stderr]).toEqual([0, '']);
  });

  it.each([
    ['--input sample.tar', 'trivy image --input'],
    ['image --input sample.tar', 'trivy image'],
    ['image sample.tar --ignore-unfixed=true --no-progress -s HIGH', 'trivy'],
  ])('%s', (line) => {
    expect(runPratique([...line.split(' '), '-q'], sandbox)).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('sample.tar') as string,
      stderr: '',
    });
  });
});
