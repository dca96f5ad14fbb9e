import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFiles } from '../../src/cli/remedy/slim/remove-files.ts';
import { splitWords } from '../../src/cli/remedy/slim/run-slim.ts';
import { buildImage, ociArchive } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

/** Debian links it statically. */
const program = '/sbin/ldconfig';
/** Mounting and chroot need root. */
const canBuild = existsSync('/usr/bin/buildah') && existsSync(program) && process.getuid?.() === 0;
let sandbox: Sandbox;

beforeAll(() => {
  ensureBuilt();
  const made = makeSandbox();
  sandbox = { ...made, env: { ...made.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' } };
  const files = [
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID=12\n' },
    { path: 'usr/share/man/man1/a.1', content: 'x'.repeat(5000) },
    { path: 'usr/share/doc/a/copyright', content: 'free\n' },
    { path: 'srv/data.pem', content: 'kept\n' },
    ...(canBuild ? [{ path: 'bin/ldconfig', content: readFileSync(program), mode: 0o755 }] : []),
  ];
  const image = buildImage({ layers: [{ files, createdBy: 'ADD rootfs /' }], config: { Cmd: ['/bin/ldconfig', '--version'], User: '1000', Env: ['A=b'] } });
  writeFileSync(join(sandbox.work, 'app.tar'), ociArchive(image));
}); // prettier-ignore

afterAll(() => {
  sandbox.dispose();
});

describe('pratique slim', () => {
  it('lists what can go, and writes a Dockerfile', () => {
    const { exitCode, stdout } = runPratique(['slim', 'app.tar', '--output', 'dockerfile=D', '--output', 'json=s.json'], sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('5 kB');
    expect(readFileSync(join(sandbox.work, 'D'), 'utf8')).toContain('RUN rm -rf /usr/share/man/* /usr/local/share/man/*\n');
    const { removable } = JSON.parse(readFileSync(join(sandbox.work, 's.json'), 'utf8')) as { removable: unknown[] };
    expect(removable).toMatchObject([{ kind: 'docs', files: ['usr/share/man/man1/a.1'], bytes: 5000 }]);
  });

  it.skipIf(!canBuild)('builds the image with buildah, runs the check in it, and scans it', () => {
    const words = ['slim', 'app.tar', '--build', '--tag', 'localhost/pratique-test-slim:1'];
    const built = runPratique([...words, '--check', '/bin/ldconfig --version', '--output', 'json=b.json'], sandbox);
    expect([built.exitCode, built.stderr]).toEqual([0, expect.not.stringContaining('failed')]);
    const document = JSON.parse(readFileSync(join(sandbox.work, 'b.json'), 'utf8')) as { bytes: number; built: { bytesAfter: number } };
    expect(document.built).toMatchObject({ removedFiles: 1, skipped: [], check: '/bin/ldconfig --version' });
    expect(document.built.bytesAfter).toBe(document.bytes - 5000);
    const failed = runPratique([...words, '--check', '/bin/ldconfig --wrong'], sandbox);
    expect([failed.exitCode, failed.stdout]).toEqual([3, '']);
    expect(failed.stderr).toContain('which was removed');
  });

  it.each([
    [['--build'], '--build needs a name'],
    [['--tag', 'x'], '--tag and --check need --build'],
  ])('refuses %j', (words, message) => {
    const { exitCode, stderr } = runPratique(['slim', 'app.tar', ...words], sandbox);
    expect([exitCode, stderr.includes(message)]).toEqual([2, true]);
  });
});

describe('removing files below a root', () => {
  it('follows no link, and removes regular files only', () => {
    const root = join(sandbox.folder, 'root');
    const host = join(sandbox.folder, 'host');
    mkdirSync(join(root, 'a'), { recursive: true });
    mkdirSync(host);
    writeFileSync(join(host, 'precious'), '1');
    writeFileSync(join(root, 'a/x'), '1');
    symlinkSync(host, join(root, 'link'));
    symlinkSync(join(host, 'precious'), join(root, 'a/toHost'));
    const paths = ['a/x', 'a', 'link/precious', 'a/toHost', '../host/precious', 'a/../a/x', 'gone/x'];
    expect(removeFiles(root, paths)).toEqual({
      count: 1,
      skipped: ['a', 'link/precious', 'a/toHost', '../host/precious', 'a/../a/x', 'gone/x'],
    });
    expect(lstatSync(join(host, 'precious')).isFile()).toBe(true);
  });
});

describe('the words of a check', () => {
  it.each([
    ['python3 /srv/main.py', ['python3', '/srv/main.py']],
    [`sh -c "echo 'a b'" x\\ y`, ['sh', '-c', "echo 'a b'", 'x y']],
    ['', []],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it('refuse a quote that is not closed', () => {
    expect(() => splitWords('a "b')).toThrow('a quote is not closed');
  });
});
