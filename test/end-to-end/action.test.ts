import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../support/project-root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const main = join(projectRoot, 'action/main.mjs');
const lock = JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/minimist': { version: '1.2.0' } } });

interface ActionRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

/** Runs the action as the runner does: inputs in the environment, outputs in a file. */
function run(folder: string, inputs: Readonly<Record<string, string>>): ActionRun {
  mkdirSync(join(folder, 'app'), { recursive: true });
  writeFileSync(join(folder, 'app/package-lock.json'), lock);
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  const env = { PATH: process.env['PATH'], HOME: folder, RUNNER_TEMP: folder, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_ENV: join(folder, 'env'), ...given };
  const { status, stdout } = spawnSync(process.execPath, [main], { cwd: folder, env, encoding: 'utf8' });
  const outputs = [...readFileSync(output, 'utf8').matchAll(/^([\w-]+)<<(end-[\w-]+)\n(.*?)\n\2$/gms)].map(([, name = '', , value = '']) => [name, value] as const);
  expect(existsSync(join(folder, 'env'))).toBe(false);
  return { status, stdout, outputs: new Map(outputs), summary: readFileSync(summary, 'utf8') };
} // prettier-ignore

describe('the GitHub Action', () => {
  it('fails the step on findings, and gives counts, files and a summary', () => {
    using temporary = temporaryFolder();
    const inputs = { 'scan-type': 'fs', 'scan-ref': 'app', severity: 'CRITICAL,HIGH', 'exit-code': '1', format: 'sarif', output: 'r.sarif', outputs: 'csv=a.csv\n\nhtml=b.html' };
    const { status, outputs, summary } = run(temporary.path, inputs);
    expect([status, outputs.get('verdict'), outputs.get('critical'), outputs.get('exit-code')]).toEqual([1, 'fail', '1', '1']);
    for (const file of ['r.sarif', 'a.csv', 'b.html']) expect(existsSync(join(temporary.path, file))).toBe(true);
    expect(summary).toContain('FAIL: 1 critical');
    expect(JSON.parse(readFileSync(outputs.get('json') ?? '', 'utf8'))).toHaveProperty('reports');
  }); // prettier-ignore

  it('passes what the gate does not count', () => {
    using temporary = temporaryFolder();
    const { status, outputs } = run(temporary.path, { 'scan-type': 'fs', 'scan-ref': 'app', 'exit-code': '0' });
    expect([status, outputs.get('verdict'), Number(outputs.get('total')) > 0]).toEqual([0, 'not-asked', true]);
  });

  it.each([
    [{ 'image-ref': 'missing.tar', 'exit-code': '0' }, 3],
    [{ 'scan-type': 'sbom', 'scan-ref': 'missing.spdx.json', 'exit-code': '1' }, 3],
    [{ 'scan-type': 'fs', 'scan-ref': 'app', output: '/dev/full' }, 3],
    [{ 'scan-type': 'fs', 'scan-ref': 'app', severity: 'CRITCAL' }, 2],
    [{ 'scan-type': 'k8s' }, 2],
    [{}, 2],
  ])('never passes a scan that failed: %j', (inputs, expected) => {
    using temporary = temporaryFolder();
    const { status, outputs } = run(temporary.path, inputs);
    expect([status, outputs.get('verdict'), outputs.has('critical')]).toEqual([expected, 'error', false]);
  });

  it('passes inputs as words, never through a shell, and escapes what it prints', () => {
    using temporary = temporaryFolder();
    const { status } = run(temporary.path, { 'image-ref': '$(touch pwned); `touch pwned` --output=x', severity: 'HIGH' });
    expect([status, existsSync(join(temporary.path, 'pwned')), existsSync(join(temporary.path, 'x'))]).toEqual([status, false, false]);
    expect(run(temporary.path, { 'scan-type': 'a\n::error::b' }).stdout).toMatch(/^::error::scan-type a%0A::error::b is not supported/);
  });

  it('takes every input of trivy-action', () => {
    const { inputs } = parse(readFileSync(join(projectRoot, 'action/action.yml'), 'utf8')) as { readonly inputs: Readonly<Record<string, unknown>> };
    const theirs = 'scan-type image-ref input scan-ref exit-code ignore-unfixed vuln-type severity format template output skip-dirs skip-files cache-dir timeout ignore-policy hide-progress list-all-pkgs scanners trivyignores github-pat trivy-config tf-vars limit-severities-for-sarif docker-host version cache skip-setup-trivy token-setup-trivy';
    expect(theirs.split(' ').filter((name) => !Object.hasOwn(inputs, name))).toEqual([]);
  }); // prettier-ignore
});
