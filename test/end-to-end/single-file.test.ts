import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, makeSandbox, runPratique } from '../support/run-pratique.ts';

const sandbox = makeSandbox();
const lock = {
  lockfileVersion: 3,
  packages: { '': { dependencies: { lodash: '4.17.4' } }, 'node_modules/lodash': { version: '4.17.4', resolved: 'https://r/lodash.tgz' } },
};
const properties = 'groupId=org.apache.commons\nartifactId=commons-text\nversion=1.9\n';

beforeAll(() => {
  ensureBuilt();
  mkdirSync(join(sandbox.work, 'app'));
  writeFileSync(join(sandbox.work, 'app/package-lock.json'), JSON.stringify(lock, undefined, 2));
  // It is not asked about, and so not scanned.
  writeFileSync(join(sandbox.work, 'app/requirements.txt'), 'django==1.0\n');
  writeFileSync(
    join(sandbox.work, 'app/text.jar'),
    zipSync({ 'META-INF/maven/org.apache.commons/commons-text/pom.properties': Buffer.from(properties) }),
  );
  writeFileSync(join(sandbox.work, 'notes.md'), 'nothing\n');
});
afterAll(() => sandbox.dispose());

interface Report {
  readonly reports: readonly {
    readonly target: unknown;
    readonly packages: readonly { readonly name: string; readonly version: string }[];
    readonly issues: readonly { readonly code: string; readonly severity: string }[];
  }[];
}

function scan(...words: readonly string[]): { readonly exitCode: number | null; readonly stdout: string } {
  return runPratique(['scan', '--offline-scan', ...words], sandbox);
}

describe('a single file', () => {
  it.each([
    ['app/package-lock.json', ['lodash 4.17.4']],
    ['app/text.jar', ['org.apache.commons:commons-text 1.9']],
  ])('%s is scanned alone', (target, packages) => {
    const [report] = (JSON.parse(scan('--format', 'json', target).stdout) as Report).reports;
    expect(report?.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(packages);
    expect(report?.target).toMatchObject({ name: target, scheme: 'dir' });
  });

  it('is where SARIF says that its findings are', () => {
    const { runs } = JSON.parse(scan('--format', 'sarif', 'app/package-lock.json').stdout) as {
      readonly runs: readonly { readonly results: readonly { readonly locations: readonly unknown[] }[] }[];
    };
    expect(runs[0]?.results[0]?.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'app/package-lock.json' }, region: { startLine: 6 } },
    });
  });

  it('passes no gate where it holds no packages', () => {
    const { exitCode, stdout } = scan('--exit-code', '1', 'notes.md');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('no packages and no lock files were found');
  });
});
