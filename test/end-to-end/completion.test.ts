import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
});
afterAll(() => {
  sandbox.dispose();
});

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

describe('completion scripts', () => {
  it.each(['bash', 'zsh', 'fish'].map((shell) => [shell, has(shell)] as const))('%s parses its own (present: %s)', (shell, isThere) => {
    const { exitCode, stdout } = runPratique(['completion', shell], sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('ignore-unfixed');
    if (isThere) expect(spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['pratique sc', 'scan'],
    ['pratique scan --ignore-u', '--ignore-unfixed'],
    ['pratique completion z', 'zsh'],
  ])('bash completes %s to %s', (line, expected) => {
    const { stdout: script } = runPratique(['completion', 'bash'], sandbox);
    const words = line.split(' ').map((word) => `'${word}'`);
    const probe = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _pratique; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['--norc', '-c', `${script}\n${probe}`], { encoding: 'utf8', cwd: sandbox.work });
    expect(stdout.trim().split('\n')).toContain(expected);
  });
});
