import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { startFakeRegistry } from '../support/fake-registry.ts';
import { runCommand } from '../support/run-command.ts';
import { makeSmallImage, writeLayout } from '../support/small-image.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Reported {
  readonly reports: readonly {
    readonly target: { readonly name: string };
    readonly findings: readonly { readonly change?: string; readonly title: string }[];
  }[];
  readonly failures?: readonly { readonly target: string; readonly code: string }[];
}

async function scan(words: readonly string[], cacheDirectory?: string) {
  const run = await runCommand(
    ['scan', ...words, '--format', 'json', '--skip-db-update'],
    cacheDirectory === undefined ? {} : { cacheDirectory },
  );
  const report = run.stdout === '' ? { reports: [] } : (JSON.parse(run.stdout) as Reported);
  return { ...run, names: report.reports.map(({ target }) => target.name), report };
}

describe.skipIf(!hasDockerRegistry)('many targets, from docker-registry (skipped without it)', () => {
  it('scans what patterns, lists and Compose files name, and goes on after one that fails', async () => {
    using temporary = temporaryFolder();
    await using registry = await startDockerRegistry();
    const { host } = registry;
    const layout = join(temporary.path, 'layout');
    writeLayout(await makeSmallImage(), layout);
    for (const image of ['team/a:1', 'team/a:2', 'team/b:1', 'other/c:1']) await registry.push(`oci:${layout}`, image);
    const all = ['team/a:1', 'team/a:2', 'team/b:1'].map((name) => `${host}/${name}`);

    expect((await scan([`registry:${host}/team/*`])).names).toEqual(all);
    expect((await scan([`registry:${host}/*:1`])).names).toEqual(['other/c:1', 'team/a:1', 'team/b:1'].map((name) => `${host}/${name}`));
    expect((await scan([`registry:${host}/team/a:*`])).names).toEqual(all.slice(0, 2));
    expect(await scan([`registry:${host}/none/*`])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('no image of') });
    expect(await scan([`registry:${host}/team/*`, '--offline-scan'])).toMatchObject({ exitCode: 2 });

    const list = join(temporary.path, 'images.txt');
    writeFileSync(list, `# ours\n${all[0]}\n\n  registry://${host}/team/b:* \n${host}/team/gone:1\n`);
    const listed = await scan(['--targets-from', list]);
    expect(listed).toMatchObject({ exitCode: 3, names: [all[0], all[2]] });
    expect(listed.report.failures).toMatchObject([{ target: `${host}/team/gone:1`, code: 'TARGET_NOT_FOUND' }]);

    const compose = join(temporary.path, 'compose.yaml');
    const services = `web:\n    image: ${all[0]}\n  again:\n    image: \${NAME:-${all[0]}}\n  other:\n    image: ${all[2]}\n  own:\n    build: .\n    image: own`;
    writeFileSync(compose, `services:\n  ${services}\n`);
    const composed = await scan([compose, '--images']);
    expect(composed).toMatchObject({ exitCode: 0, names: [all[0], all[2]], stderr: expect.stringContaining('the image of own is built') });
    const pod = join(temporary.path, 'pod.yaml');
    writeFileSync(
      pod,
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  initContainers: [{name: i, image: '${all[1]}'}]\n  containers: [{name: a, image: '${all[2]}'}]\n`,
    );
    expect((await scan([pod, '--images'])).names).toEqual(all.slice(1));
    const table = await runCommand(['scan', compose, '--images', '--skip-db-update']);
    expect(table.stdout).toContain('\nSUMMARY\n');
  });
});

it('reads a layer that two images share once', async () => {
  using temporary = temporaryFolder();
  const image = await makeSmallImage();
  await using registry = await startFakeRegistry({ image });
  const targets = [`registry:${registry.host}/a:1`, `registry:${registry.host}/b:1`];
  expect((await scan(targets, temporary.path)).names).toHaveLength(2);
  const read = registry.requests.map(({ url }) => url.split('/').at(-1));
  for (const { digest } of image.layers) expect(read.filter((name) => name === digest)).toHaveLength(1);
});

it.each([
  [['--targets-from', '/nowhere'], 'the list of targets /nowhere cannot be read'],
  [['/etc/hostname', '--images'], 'is neither a Compose file nor a Kubernetes manifest'],
  [['registry:*/a'], 'is not a pattern of images'],
])('refuses %j', async (words, message) => {
  const { exitCode, stderr } = await scan(words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

it('compares a directory with a revision of Git', async () => {
  using temporary = temporaryFolder();
  const folder = temporary.path;
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words]); // prettier-ignore
  const key = (name: string) => `-----BEGIN ${name} PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIFtnHJdMZ0mQw3sKuhY2G5fUyQnzLrHhTg9E4vWJqA3k\n-----END ${name} PRIVATE KEY-----\n`; // prettier-ignore
  git('init', '--quiet', '--initial-branch', 'trunk');
  writeFileSync(join(folder, 'old.pem'), key('EC'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  writeFileSync(join(folder, 'new.pem'), key('RSA'));
  const { report, stderr } = await scan([folder, '--baseline', 'trunk', '--scanners', 'secret']);
  expect(stderr).toBe('');
  expect(report.reports[0]?.findings.map(({ change }) => change).sort()).toEqual(['introduced', 'pre-existing']);
  expect(await scan([folder, '--baseline', 'nowhere', '--scanners', 'secret', '--offline-scan'])).toMatchObject({ exitCode: 3 });
});
