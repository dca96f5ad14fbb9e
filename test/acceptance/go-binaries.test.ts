import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoBuildInfo } from '../../src/catalog/language/go/build-info.ts';
import { goBuildInfo } from '../../src/catalog/language/go/go-build-info.ts';

const hasGo = spawnSync('go', ['version']).status === 0;

/** What the inspector learns of a file that streams by. */
function inspect(path: string): GoBuildInfo | undefined {
  const size = statSync(path).size;
  const entry = { path, type: 'file', size, mode: 0o755, userId: 0, groupId: 0 } as const;
  const buffer = Buffer.alloc(200_000);
  const descriptor = openSync(path, 'r');
  try {
    let length = readSync(descriptor, buffer);
    if (!goBuildInfo.wants(entry, buffer.subarray(0, length))) return undefined;
    const inspection = goBuildInfo.open(entry);
    for (; length > 0; length = readSync(descriptor, buffer)) inspection.write(buffer.subarray(0, length));
    return inspection.end(true)[0] as GoBuildInfo | undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** What Go's own reader says, in the same form; blank ends of lines are of the printing. */
function askGo(path: string): GoBuildInfo {
  const [first = '', ...lines] = execFileSync('go', ['version', '-m', path], { encoding: 'utf8' }).trimEnd().split('\n');
  return { goVersion: first.slice(path.length + 2), modules: lines.map((line) => line.slice(1)).join('\n') };
}

function tidy({ modules = '', ...rest }: GoBuildInfo): GoBuildInfo {
  const lines = modules.split('\n').map((line) => line.trimEnd());
  return { ...rest, modules: lines.filter((line) => line !== '').join('\n') };
}

describe.skipIf(!hasGo)('Go executables read as the go command does', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-go-'));
    mkdirSync(join(folder, 'local'));
    const files = {
      'go.mod': 'module example.com/shop\n\ngo 1.18\n\nrequire example.com/local v1.0.0\n\nreplace example.com/local => ./local\n',
      'main.go': 'package main\n\nimport "example.com/local"\n\nfunc main() { println(local.Name) }\n',
      'local/go.mod': 'module example.com/local\n\ngo 1.18\n',
      'local/local.go': 'package local\n\nconst Name = "local"\n',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const builds: readonly (readonly [name: string, options: readonly string[]])[] = [
    ['plain', []],
    ['stripped and trimmed', ['-ldflags=-s -w', '-trimpath']],
    ['without a build ID', ['-ldflags=-buildid=']],
  ];
  it.each(builds)('%s', (name, options) => {
    const output = join(folder, name.replaceAll(' ', '-'));
    const settings = { CGO_ENABLED: '0', GOFLAGS: '', GOTOOLCHAIN: 'local', GOPROXY: 'off' };
    execFileSync('go', ['build', ...options, '-o', output, '.'], { cwd: folder, env: { ...process.env, ...settings } });
    const found = inspect(output);
    expect(tidy(found ?? {})).toEqual(tidy(askGo(output)));
    expect(found?.modules).toContain('dep\texample.com/local\tv1.0.0\n=>\t./local\t');
  });

  const programs = ['podman', 'docker-registry', 'skopeo', 'umoci', 'containerd', 'notary'].map((name) => `/usr/bin/${name}`);
  it.each([...programs, '/usr/sbin/runc', '/usr/sbin/dockerd', '/usr/local/go/bin/go'])('%s', (path) => {
    if (!existsSync(path)) return;
    expect(tidy(inspect(path) ?? {})).toEqual(tidy(askGo(path)));
  });

  it.each(['/bin/sh', process.execPath])('%s is none', (path) => {
    expect(inspect(path)).toBe(undefined);
  });
});
