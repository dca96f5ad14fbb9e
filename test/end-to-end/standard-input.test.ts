import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { ensureBuilt, makeSandbox, program, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
});
afterAll(() => sandbox.dispose());

interface Report {
  readonly target: { readonly name: string; readonly scheme: string; readonly layers: readonly unknown[] };
  readonly packages: readonly unknown[];
}

function scan(
  args: readonly string[],
  input: Buffer | string,
): { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string } {
  const options = { cwd: sandbox.work, env: sandbox.env, input, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'scan', ...args], options);
  return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString() };
}

function reportOf({ stdout }: { readonly stdout: string }): Report {
  return (JSON.parse(stdout) as { reports: readonly Report[] }).reports[0]!;
}

describe('scan -', () => {
  it('finds in a piped archive what it finds in the file', () => {
    const archive = readFileSync(join(sandbox.work, 'sample.tar'));
    const fromFile = reportOf(scan(['sample.tar', '-f', 'json'], ''));
    for (const [args, input] of [
      [['-'], archive],
      [['-'], gzipSync(archive)],
      [['docker-archive:-'], archive],
    ] as const) {
      const { target, packages } = reportOf(scan([...args, '-f', 'json', '--no-cache'], input));
      expect(target).toEqual({ ...fromFile.target, name: 'standard input' });
      expect(packages).toEqual(fromFile.packages);
    }
  });

  it('leaves nothing on disk', () => {
    const before = sandbox.list();
    scan(['-', '--no-cache'], readFileSync(join(sandbox.work, 'sample.tar')));
    expect(sandbox.list()).toEqual(before);
  });

  it.each<[string, readonly string[], string, number, string]>([
    ['empty input', ['-'], '', 3, 'standard input is empty (TARGET_UNKNOWN)'],
    ['text', ['-'], 'hello', 3, 'standard input is not an archive (TARGET_UNKNOWN)'],
    ['- given twice', ['-', '-'], '', 2, 'standard input (-) was given more than once (USAGE)'],
    [
      '- with a password on the same input',
      ['-', '--username', 'u', '--password-stdin'],
      'p',
      2,
      '- and --password-stdin both read standard input (USAGE)',
    ],
  ])('refuses %s', (_name, args, input, exitCode, message) => {
    const ended = scan(args, input);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, '']);
    expect(ended.stderr).toContain(message);
  });
});
