import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSchema, type Schema } from '../support/check-schema.ts';
import { buildImage, dockerArchive, type ImageLiteral } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Ended, type Sandbox } from '../support/run-pratique.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/reference/comparison.schema.json', import.meta.url), 'utf8')) as Schema;
const token = `npm_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
let sandbox: Sandbox;

interface Document {
  readonly new: readonly { readonly id: string; readonly change: string }[];
  readonly fixed: readonly { readonly id: string }[];
  readonly packages: readonly { readonly change: string; readonly name: string; readonly before: readonly string[]; readonly after: readonly string[] }[];
  readonly settings: readonly { readonly setting: string; readonly before?: string; readonly after?: string }[];
} // prettier-ignore

/** Packages of Node as `name@version`. */
function image(packages: string, config: Readonly<Record<string, unknown>> = {}): ImageLiteral {
  const files = packages.split(' ').flatMap((text) => {
    const [name = '', version = ''] = text.split('@');
    const folder = `srv/node_modules/${name}`;
    return [{ path: `${folder}/package.json`, content: JSON.stringify({ name, version }) }, { path: `${folder}/index.js`, content: '1;\n' }];
  });
  return { layers: [{ files: [{ path: 'etc/os-release', content: 'ID=debian\nVERSION_ID=12\n' }, ...files], createdBy: 'COPY . /srv' }], config };
} // prettier-ignore

function record(id: string, name: string, fixed: string): void {
  const affected = [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }];
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }];
  writeFileSync(join(sandbox.work, `osv/${id}.json`), JSON.stringify({ id, modified: '2026-01-01T00:00:00Z', severity, affected }));
}

beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  mkdirSync(join(sandbox.work, 'osv'));
  record('LAB-1', 'left', '1.2.0');
  record('LAB-2', 'right', '2.0.0');
  const save = (name: string, literal: ImageLiteral): void => writeFileSync(join(sandbox.work, name), dockerArchive(buildImage(literal)));
  save('old.tar', image('left@1.0.0 gone@1.0.0 same@1.0.0', { User: 'root', Env: ['MODE=a', `NPM_TOKEN=${token}`] }));
  save('new.tar', image('left@1.2.0 right@1.0.0 same@1.0.0', { User: 'node', Env: ['MODE=b', `NPM_TOKEN=${token.replace('a1', 'z9')}`] }));
});

afterAll(() => {
  sandbox.dispose();
});

function run(...words: readonly string[]): Ended {
  return runPratique([...words, '--advisories', 'osv', '--allow-incomplete'], sandbox);
}

function compare(...words: readonly string[]): Ended & { readonly document: Document } {
  const ended = run('compare', ...words, '--output', 'json=c.json');
  const document = JSON.parse(readFileSync(join(sandbox.work, 'c.json'), 'utf8')) as Document;
  expect(checkSchema(schema, document)).toEqual([]);
  return { ...ended, document };
}

describe('pratique compare', () => {
  it('lists new and fixed findings, packages and settings, and shows no secret', () => {
    const { document, stdout, exitCode } = compare('old.tar', 'new.tar');
    expect(exitCode).toBe(0);
    const ofPackages = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id).filter((id) => id.startsWith('LAB'));
    expect([ofPackages(document.new), ofPackages(document.fixed)]).toEqual([['LAB-2'], ['LAB-1']]);
    expect(document.new.find(({ id }) => id === 'LAB-2')?.change).toBe('introduced');
    expect(document.packages.map(({ change, name, before, after }) => `${change} ${name} ${before.join()}→${after.join()}`)).toEqual([
      'added right →1.0.0',
      'removed gone 1.0.0→',
      'upgraded left 1.0.0→1.2.0',
    ]);
    expect(document.settings).toEqual([
      { setting: 'user', before: 'root', after: 'node' },
      { setting: 'environment MODE', before: 'a', after: 'b' },
    ]);
    expect(stdout).toMatch(/^↑ {2}left +npm +1\.0\.0 → 1\.2\.0$/m);
    expect(stdout + JSON.stringify(document)).not.toContain('npm_a1');
  }); // prettier-ignore

  it('takes the new image first with --to, and ends by --exit-on', () => {
    const { document, exitCode, stderr } = compare('new.tar', '--to', 'old.tar', '--exit-on', 'vulnerability,package');
    expect(document.new.map(({ id }) => id)).toContain('LAB-2');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--exit-on vulnerability: the new image has new vulnerabilities');
    expect(stderr).toContain('--exit-on package: the packages differ');
    expect(compare('old.tar', '--to', 'old.tar', '-x', 'vulnerability', '-x', 'package').exitCode).toBe(0);
    expect(compare('old.tar', 'new.tar', '--exit-on', 'package', '--exit-code', '7').exitCode).toBe(7);
  });

  it('ends by a policy that only the new image fails', () => {
    writeFileSync(join(sandbox.work, 'p.yaml'), 'policy:\n  - name: no-right\n    deny: finding.package.name == "right"\n');
    expect(compare('old.tar', 'new.tar', '--exit-on', 'policy').exitCode).toBe(0);
    expect(compare('old.tar', 'new.tar', '--exit-on', 'policy', '--policy', 'p.yaml').exitCode).toBe(1);
    expect(compare('new.tar', 'new.tar', '--exit-on', 'policy', '--policy', 'p.yaml').exitCode).toBe(0);
  });

  it('compares what the options leave', () => {
    const ids = (...words: readonly string[]): readonly string[] =>
      compare('old.tar', 'new.tar', ...words).document.new.map(({ id }) => id);
    expect(ids('--only-severity', 'low')).toEqual([]);
    expect(ids('--only-unfixed')).not.toContain('LAB-2');
    expect(ids('--only-package-type', 'deb')).toEqual([]);
    expect(ids('--only-package-type', 'npm')).toEqual(['LAB-2']);
  });

  it('compares a report with an image, and with an SBOM', () => {
    expect(run('scan', 'old.tar', '--output', 'json=old.json').exitCode).toBe(0);
    expect(runPratique(['sbom', 'new.tar', '-o', 'new.cdx.json', '--allow-incomplete'], sandbox).exitCode).toBe(0);
    expect(compare('old.json', 'new.tar').document.fixed.map(({ id }) => id)).toContain('LAB-1');
    const { document } = compare('old.json', 'new.cdx.json');
    expect(document.new.map(({ id }) => id)).toEqual(['LAB-2']);
  });

  it('compares revisions of a git repository', () => {
    const folder = join(sandbox.work, 'repo');
    mkdirSync(folder);
    const git = (...words: readonly string[]): void => void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: folder });
    const lock = (version: string): string => JSON.stringify({ name: 'x', lockfileVersion: 3, packages: { 'node_modules/right': { version, resolved: 'x', integrity: 'sha512-x' } } });
    git('init', '-q');
    for (const version of ['2.0.0', '1.0.0']) {
      writeFileSync(join(folder, 'package-lock.json'), lock(version));
      git('add', '.');
      git('commit', '-qm', version);
    }
    const { document } = compare('git:repo@HEAD~1', 'git:repo@HEAD');
    expect(document.packages).toEqual([{ change: 'downgraded', type: 'npm', name: 'right', before: ['2.0.0'], after: ['1.0.0'] }]);
    expect(document.new.map(({ id }) => id)).toEqual(['LAB-2']);
    expect(runPratique(['compare', 'git:repo@--upload-pack=x', 'git:repo@HEAD'], sandbox).exitCode).toBe(3);
  }); // prettier-ignore

  it('writes Markdown for pull requests, with names that cannot act', () => {
    const literal = image('left@1.0.0', { Labels: { 'x|</details>@team': '`![](http://x)' } });
    writeFileSync(join(sandbox.work, 'hostile.tar'), dockerArchive(buildImage(literal)));
    const { stdout } = run('compare', 'new.tar', 'hostile.tar', '--format', 'markdown');
    expect(stdout.startsWith('<!-- pratique compare -->\n')).toBe(true);
    expect(stdout).toContain('### New findings');
    expect(stdout).not.toMatch(/@team|(?<!\\)\|<\/details>/);
  });

  it.each([
    [['old.tar'], 'only one image was given'],
    [['old.tar', 'new.tar', '--to', 'old.tar'], 'a second image was given twice'],
    [['old.tar', 'new.tar', '--exit-on', 'size'], '--exit-on: "size" is not a condition'],
  ])('refuses %j', (words, message) => {
    const { exitCode, stderr } = run('compare', ...words);
    expect([exitCode, stderr.includes(message)]).toEqual([2, true]);
  });
});

describe('pratique quickview', () => {
  it('shows one screen, and works offline', () => {
    const { exitCode, stdout } = run('quickview', 'old.tar', '--offline-scan');
    expect([0, 4]).toContain(exitCode);
    expect(stdout).toMatch(/^Image {2}old\.tar +0 +1 +0/m);
    expect(stdout).toMatch(/−1 {2}upgrade left/);
    expect(stdout.split('\n').length).toBeLessThan(20);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('shows an SBOM', () => {
    expect(runPratique(['sbom', 'new.tar', '-o', 'quick.cdx.json', '--allow-incomplete'], sandbox).exitCode).toBe(0);
    expect(JSON.parse(run('quickview', 'quick.cdx.json', '--format', 'json').stdout)).toMatchObject({
      schemaVersion: 1,
      counts: { high: 1 },
      packages: 3,
    });
  });
});
