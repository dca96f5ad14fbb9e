import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { secretRules } from '../../src/secret/rules/secret-rules.ts';
import { makeSandbox, runPratique } from '../support/run-pratique.ts';
import { makeSecretSample } from '../support/secret-sample.ts';

const sandbox = makeSandbox();
afterAll(() => sandbox.dispose());

const hasGit = (() => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

const repository = join(sandbox.work, 'repository');

function git(...words: readonly string[]): void {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgSign=false'];
  execFileSync('git', [...identity, '-C', repository, ...words], { stdio: 'ignore' });
}

function commit(message: string, change: () => void): void {
  change();
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

const token = (ruleId: string): string =>
  makeSecretSample(
    secretRules.find(({ id }) => id === ruleId)!,
    3,
  )!.value;
const write = (path: string, text: string): void => writeFileSync(join(repository, path), text);

interface JsonFinding {
  readonly ruleId: string;
  readonly exposure: string;
  readonly locations: readonly { readonly path: string; readonly layerIndex: number; readonly line: number }[];
}

/** The repository of the tests: a secret that stays, one that was deleted, one that was overwritten, and one that is on a branch only. */
function makeRepository(): void {
  mkdirSync(repository, { recursive: true });
  git('init', '-q');
  commit('begin', () => {
    write('app.env', `A=1\nTOKEN=${token('gitlab-pat')}\n`);
    write('old "name".env', `KEY=${token('npm-access-token')}\n`);
    write('deploy.sh', `export DO=${token('digitalocean-pat')}\n`);
  });
  commit('remove the key', () => rmSync(join(repository, 'old "name".env')));
  commit('read the token from a file', () => write('deploy.sh', 'export DO=$(cat token)\n'));
  git('checkout', '-q', '-b', 'side');
  commit('on the side', () => write('side.txt', `${token('pypi-upload-token')}\n`));
  git('checkout', '-q', 'main');
}

describe.skipIf(!hasGit)('pratique secrets git:', () => {
  it('finds what HEAD has, and what only the history has, with its commit', () => {
    makeRepository();
    const run = runPratique(['secrets', `git:${repository}`, '--quiet', '--format', 'json'], sandbox);
    const { reports } = JSON.parse(run.stdout) as {
      reports: readonly [{ target: { layers: readonly { createdBy: string }[] }; findings: readonly JsonFinding[] }];
    };
    const [{ target, findings }] = reports;
    const found = findings.map(({ ruleId, exposure, locations: [place] }) => {
      const commitName = target.layers[place!.layerIndex]!.createdBy.replace(/ [0-9a-f]{7,} \d{4}-\d\d-\d\d /, ' ');
      return `${ruleId} ${exposure} ${place!.path}:${place!.line} ${commitName}`;
    });
    expect(found.sort()).toEqual([
      'digitalocean-pat deleted deploy.sh:1 commit begin',
      'gitlab-pat final app.env:2 HEAD',
      'npm-access-token deleted old "name".env:1 commit begin',
      'pypi-upload-token deleted side.txt:1 commit on the side',
    ]);
    for (const { value } of ['gitlab-pat', 'npm-access-token'].map((id) => ({ value: token(id) })))
      expect(run.stdout).not.toContain(value.slice(-12));
  });

  it('says what is wrong with a directory that is no repository', () => {
    const run = runPratique(['secrets', `git:${sandbox.temporary}`], sandbox);
    expect([run.exitCode, run.stderr]).toEqual([3, expect.stringContaining('git cannot read')]);
  });
});
