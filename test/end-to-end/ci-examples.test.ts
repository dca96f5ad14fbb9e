import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../support/project-root.ts';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = join(projectRoot, 'deploy/ci');

/** Commands of every example by its own format; installing the program is left out. */
const examples: readonly (readonly [string, (text: string) => readonly string[], readonly string[]])[] = [
  ['gitlab-ci.yml', (text) => (parse(text) as { container_scanning: { script: string[] } }).container_scanning.script, ['gl-container-scanning-report.json', 'gl-code-quality-report.json', 'pratique.junit.xml']],
  ['Jenkinsfile', (text) => [...text.matchAll(/sh '''(.*?)'''/gs)].map(([, script = '']) => script), ['pratique.junit.xml', 'pratique.html']],
  ['azure-pipelines.yml', (text) => (parse(text) as { jobs: [{ steps: { script?: string }[] }] }).jobs[0].steps.flatMap(({ script }) => script ?? []), ['pratique.junit.xml', 'pratique.sarif']],
  ['circleci.yml', (text) => (parse(text) as { jobs: { scan: { steps: (string | { run?: string | { command: string } })[] } } }).jobs.scan.steps.flatMap((step) => (typeof step === 'string' || step.run === undefined ? [] : typeof step.run === 'string' ? step.run : step.run.command)), ['results/pratique.xml', 'results/pratique.html']],
  ['buildkite.yml', (text) => (parse(text) as { steps: [{ command: string[] }] }).steps[0].command, ['pratique.junit.xml', 'pratique.html']],
  ['tekton.yml', (text) => [(parse(text) as { spec: { steps: [{ script: string }] } }).spec.steps[0].script.replace(/^npm install.*\n/m, '')], ['pratique.junit.xml', 'pratique.sarif']],
]; // prettier-ignore

/** `pratique` in the path is the program that was built. */
function makeShim(at: string): string {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'pratique'), `#!/bin/sh\nexec "${process.execPath}" "${join(projectRoot, 'dist/pratique.js')}" "$@"\n`);
  chmodSync(join(at, 'pratique'), 0o755);
  return at;
}

function runScript(script: string, cwd: string, variables: Readonly<Record<string, string>>) {
  const env = { ...process.env, ...variables, PATH: `${makeShim(join(cwd, 'bin'))}:${process.env['PATH'] ?? ''}` };
  return spawnSync('sh', ['-e', '-c', script], { cwd, env, encoding: 'utf8' });
}

function writeLock(at: string, version: string): void {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/minimist': { version } } }));
}

describe.skipIf(process.platform === 'win32')('examples for CI services (skipped on Windows)', () => {
  it.each(examples)('%s fails on a critical finding, and passes when it is fixed', (name, scriptsOf, files) => {
    using temporary = temporaryFolder();
    const script = scriptsOf(readFileSync(join(folder, name), 'utf8')).filter((each) => !each.startsWith('npm install')).join('\n');
    expect(script).toContain('pratique scan "$IMAGE"');
    writeLock(join(temporary.path, 'app'), '1.2.0');
    expect(runScript(script, temporary.path, { IMAGE: 'dir:app' }).status).toBe(1);
    for (const file of files) expect(existsSync(join(temporary.path, file))).toBe(true);
    writeLock(join(temporary.path, 'app'), '1.2.8');
    expect(runScript(script, temporary.path, { IMAGE: 'dir:app' }).status).toBe(0);
  }); // prettier-ignore

  it('the pre-commit hook fails a commit, and passes when it is fixed', () => {
    using temporary = temporaryFolder();
    const [hook] = parse(readFileSync(join(projectRoot, '.pre-commit-hooks.yaml'), 'utf8')) as readonly [{ readonly entry: string }];
    writeLock(temporary.path, '1.2.0');
    expect(runScript(hook.entry, temporary.path, {}).status).toBe(1);
    writeLock(temporary.path, '1.2.8');
    expect(runScript(hook.entry, temporary.path, {}).status).toBe(0);
  });
});

const hasBuildah = spawnSync('buildah', ['--version']).status === 0;

describe.skipIf(!hasBuildah || !hasDockerRegistry)('the workflow for GitHub (skipped without buildah and docker-registry)', () => {
  const [build = '', scan = '', push = ''] = (parse(readFileSync(join(folder, 'github-actions.yml'), 'utf8')) as { jobs: { image: { steps: { run?: string }[] } } }).jobs.image.steps.flatMap(({ run }) => run ?? []); // prettier-ignore

  it('pushes an image only after its findings are fixed', async () => {
    await using registry = await startDockerRegistry();
    using temporary = temporaryFolder();
    const at = temporary.path;
    const variables = {
      IMAGE: `${registry.host}/ci/app:1`,
      GITHUB_STEP_SUMMARY: join(at, 'summary.md'),
      STORAGE_DRIVER: 'vfs',
      CONTAINERS_STORAGE_CONF: join(at, 'storage.conf'),
      CONTAINERS_REGISTRIES_CONF: join(at, 'registries.conf'),
    };
    writeFileSync(variables.CONTAINERS_STORAGE_CONF, `[storage]\ndriver = "vfs"\ngraphroot = "${at}/graph"\nrunroot = "${at}/run"\n`);
    writeFileSync(variables.CONTAINERS_REGISTRIES_CONF, `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n`);
    const step = (script: string) => runScript(script, at, variables);
    const commit = (version: string, user = ''): void => {
      const files = join(at, 'node_modules/minimist');
      mkdirSync(files, { recursive: true });
      writeFileSync(join(files, 'package.json'), JSON.stringify({ name: 'minimist', version }));
      writeFileSync(join(files, 'index.js'), '// code\n');
      writeFileSync(join(at, 'Dockerfile'), `FROM scratch\nCOPY node_modules /app/node_modules\n${user}`);
    };
    commit('1.2.0');
    expect(step(build)).toMatchObject({ status: 0 });
    expect(step(scan).status).toBe(1);
    expect(readFileSync(join(at, 'pratique.sarif'), 'utf8')).toContain('"uri":"Dockerfile"');
    expect(readFileSync(join(at, 'summary.md'), 'utf8')).toContain('FAIL: 1 critical');
    commit('1.2.8', 'USER 1000\n');
    // Each run of a workflow begins with an empty workspace.
    rmSync(join(at, 'image.tar'));
    for (const script of [build, scan, push]) {
      const { status, stderr, stdout } = step(script);
      expect([status, status === 0 ? '' : stderr + stdout]).toEqual([0, '']);
    }
    expect((await fetch(`http://${registry.host}/v2/ci/app/tags/list`)).status).toBe(200);
  });
});
