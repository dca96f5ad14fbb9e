import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, ociArchive, writeOciLayout } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
const dockerfile = '# The shop.\nFROM registry.invalid/base:1\nCOPY node_modules /app/node_modules   \n\nCMD ["node", "a.js"]\n';
const manifest = '{\n  "dependencies": { "minimist": "1.2.0" }\n}\n';
const at = (name: string): string => join(sandbox.work, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  const image = buildImage({
    layers: [
      { files: [{ path: 'etc/motd', content: 'hello' }], createdBy: 'ADD rootfs /' },
      { files: [{ path: 'app/node_modules/minimist/package.json', content: '{"name":"minimist","version":"1.2.0"}' }, { path: 'app/node_modules/minimist/index.js', content: '0' }], createdBy: 'COPY node_modules /app/node_modules # buildkit' },
    ],
    config: { Cmd: ['node'] },
  });
  writeFileSync(at('app.tar'), ociArchive(image));
  writeOciLayout(at('layout'), image);
  mkdirSync(at('project'));
  writeFileSync(at('project/package.json'), manifest);
  writeFileSync(at('Dockerfile'), dockerfile);
  writeFileSync(at('Other'), dockerfile.replace('/app/node_modules   ', '/srv/node_modules'));
}); // prettier-ignore

afterAll(() => {
  sandbox.dispose();
});

describe('pratique fix', () => {
  it('prints the plan and a patch, and writes nothing', () => {
    const { exitCode, stdout } = runPratique(['fix', 'app.tar', '--dockerfile', 'Dockerfile', '--lock', 'project', '--no-pin'], sandbox);
    expect([exitCode, stdout]).toEqual([
      0,
      [
        'WHAT TO DO (findings removed)',
        '    −2  upgrade minimist 1.2.0 to 1.2.6',
        '          patched below',
        '',
        '--- project/package.json',
        '+++ project/package.json',
        '@@ -1,3 +1,3 @@',
        ' {',
        '-  "dependencies": { "minimist": "1.2.0" }',
        '+  "dependencies": { "minimist": "1.2.6" }',
        ' }',
        '',
        'After applying, bring the lock file in project in step: npm install',
        '  --package-lock-only --ignore-scripts --no-audit --no-fund',
        '',
      ].join('\n'),
    ]);
    expect([read('Dockerfile'), read('project/package.json')]).toEqual([dockerfile, manifest]);
  });

  it('refuses a Dockerfile that did not make the image, and names the first instruction that differs', () => {
    const { exitCode, stdout, stderr } = runPratique(['fix', 'app.tar', '--dockerfile', 'Other', '--apply', '--no-pin'], sandbox);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('Other:3: COPY node_modules /srv/node_modules; the image has: COPY node_modules /app/node_modules (DOCKERFILE_MISMATCH)');
  }); // prettier-ignore

  it('writes with --apply, and has the plan, the patches and whether they were written in JSON', () => {
    writeFileSync(at('project/package.json'), manifest);
    const { exitCode, stdout } = runPratique(['fix', 'app.tar', '--lock', 'project', '--apply', '--format', 'json'], sandbox);
    const { plan, patches } = JSON.parse(stdout) as { plan: unknown; patches: unknown };
    expect([exitCode, plan, patches]).toEqual([
      0,
      [expect.objectContaining({ kind: 'upgrade-package', command: 'npm install minimist@1.2.6', isPatched: true })],
      [expect.objectContaining({ path: 'project/package.json', isApplied: true })],
    ]);
    expect(read('project/package.json')).toBe(manifest.replace('1.2.0', '1.2.6'));
  });

  it('says which images of FROM could not be pinned, and goes on', () => {
    const { exitCode, stdout } = runPratique(['fix', '--dockerfile', 'Dockerfile'], sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Dockerfile:2: FROM registry.invalid/base:1 was not pinned:\n');
  });
});

describe('pratique patch', () => {
  it('is done where nothing of the distribution has a fix, and stores nothing', () => {
    const { exitCode, stdout } = runPratique(['patch', 'oci-dir:layout', '--tag', 'oci-dir:patched:1'], sandbox);
    expect([exitCode, stdout]).toEqual([0, 'NOTHING TO PATCH  oci-dir:layout: nothing to patch\n']);
    expect(existsSync(at('patched'))).toBe(false);
  });
});

describe('pratique watch', () => {
  it('remembers at first; then reports what has a fix now, and runs a command that it tells why', () => {
    const record = { id: 'CVE-2026-9999', modified: '2026-01-01T00:00:00Z', affected: [{ package: { ecosystem: 'npm', name: 'minimist' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.7' }] }] }] };
    mkdirSync(at('own'));
    writeFileSync(at('rebuild.sh'), `#!/bin/sh\necho "$PRATIQUE_IMAGE $PRATIQUE_EVENTS" > ${at('why')}\n`);
    chmodSync(at('rebuild.sh'), 0o755);
    const watch = () => runPratique(['watch', 'app.tar', '--advisories', 'own', '--run', at('rebuild.sh')], sandbox);
    writeFileSync(at('own/a.json'), JSON.stringify({ ...record, affected: [{ ...record.affected[0], package: { ecosystem: 'npm', name: 'other' } }] }));
    expect([watch().stdout, existsSync(at('why'))]).toEqual(['REMEMBERED  app.tar  2 findings\n', false]);
    expect(watch().stdout).toBe('UNCHANGED  app.tar  2 findings\n');
    writeFileSync(at('own/a.json'), JSON.stringify(record));
    expect(watch().stdout).toContain('  fix-available  1 finding with a fix that was not known before: CVE-2026-9999\n');
    expect(read('why')).toMatch(/^app\.tar \[\{"kind":"fix-available",.*"findings":\["CVE-2026-9999"\]\}\]\n$/);
  }); // prettier-ignore
});
