import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

const strace = spawnSync('strace', ['-V']).status === 0;
const isAnalyzed = process.arch === 'x64' && process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'profile-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A root file system with a program of this machine and the libraries that it loads. */
function makeRoot(name: string, program: string): string {
  const root = join(folder, name);
  const libraries = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? [];
  for (const file of [program, ...libraries]) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    copyFileSync(realpathSync(file), join(root, file));
  }
  return root;
}

describe.skipIf(!strace || !isAnalyzed)('a profile from the machine code of a real program', () => {
  it.each([
    ['ls', '/bin/ls', ['-la', '/etc']],
    ['sort', '/usr/bin/sort', ['/etc/passwd']],
    ['grep', '/bin/grep', ['-r', 'root', '/etc/passwd']],
  ] as const)('permits every call that strace sees: %s', (name, program, words) => {
    if (!existsSync(program)) return;
    const [profile, trace] = [join(folder, `${name}.json`), join(folder, `${name}.trace`)];
    const made = spawnSync(process.execPath, [join(projectRoot, 'dist/pratique.js'), 'profile', 'from-image', `rootfs:${makeRoot(name, program)}`, '--entrypoint', program, '--output', profile, '--no-cache']);
    expect([made.status, made.stderr.toString()]).toEqual([0, expect.stringContaining('system calls of')]);
    spawnSync('strace', ['-f', '-o', trace, program, ...words]);
    const seen = [...readFileSync(trace, 'utf8').matchAll(/^\d+ +([a-z_][a-z0-9_]*)\(/gm)].map(([, call]) => call!);
    const rules = (JSON.parse(readFileSync(profile, 'utf8')) as { syscalls: { names: string[]; action: string }[] }).syscalls;
    const permitted = new Set(rules.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names));
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((call) => !permitted.has(call))).toEqual([]);
    expect(permitted.size).toBeLessThan(200);
  }); // prettier-ignore
});
