import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSchema, type Schema } from '../support/check-schema.ts';
import { buildImage, dockerArchive, type LayerLiteral } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/reference/layers.schema.json', import.meta.url), 'utf8')) as Schema;
let sandbox: Sandbox;

beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  save('wasteful.tar', [
    { files: [{ path: 'etc/os-release', content: 'ID=debian\nVERSION_ID=12\n' }, { path: 'srv/model', content: 'x'.repeat(9000) }], createdBy: 'ADD rootfs /' },
    { files: [{ path: 'srv/model', content: 'y'.repeat(9000) }, { path: 'root/.npmrc', content: `//registry.example/:_authToken=npm_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}\n` }], createdBy: 'RUN /bin/sh -c chmod 600 /srv/model # buildkit' },
    { files: [{ path: 'srv/.wh.model', content: '' }], createdBy: 'RUN rm /srv/model' },
  ]); // prettier-ignore
  save('empty.tar', [{ files: [{ path: 'srv/', content: '' }] }]);
  save('none.tar', []);
});

afterAll(() => {
  sandbox.dispose();
});

function save(name: string, layers: readonly LayerLiteral[]): void {
  writeFileSync(join(sandbox.work, name), dockerArchive(buildImage({ layers })));
}

function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(sandbox.work, name), 'utf8')) as Record<string, unknown>;
}

describe('pratique layers', () => {
  it('shows what each layer adds, wastes and brings in', () => {
    const { exitCode, stdout } = runPratique(['layers', 'wasteful.tar', '--output', 'json=l.json'], sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Efficiency 0.5 %, 18 kB wasted');
    expect(stdout).toContain('RUN chmod 600 /srv/model');
    expect(stdout).toMatch(/18 kB {2}srv\/model {2}layer 1, deleted in 2/);
    const document = read('l.json');
    expect(checkSchema(schema, document)).toEqual([]);
    expect(document).toMatchObject({ wastedBytes: 18_000, wasted: [{ path: 'srv/model', storedIn: [0, 1], deletedIn: 2 }] });
  });

  it.each(['empty.tar', 'none.tar'])('gives %s a finite score, which passes the rules of dive', (name) => {
    writeFileSync(join(sandbox.work, '.dive-ci'), 'rules:\n  lowestEfficiency: 0.95\n  highestWastedBytes: 20MB\n  highestUserWastedPercent: 0.20\n');
    const { exitCode, stdout } = runPratique(['layers', name, '--ci', '--output', 'json=e.json'], sandbox);
    expect(stdout).not.toMatch(/NaN|Infinity/);
    expect(exitCode).toBe(0);
    const document = read('e.json');
    expect(checkSchema(schema, document)).toEqual([]);
    expect(document).toMatchObject({ efficiency: 1, wastedBytes: 0, rules: [{ outcome: 'passed' }, { outcome: 'passed' }, { outcome: 'passed' }] });
  }); // prettier-ignore

  it('fails with --ci where a rule of the file or of an option does not hold', () => {
    writeFileSync(join(sandbox.work, 'rules.yaml'), 'rules:\n  lowest-efficiency-threshold: 0.001\n  highestUserWastedPercent: disabled\n');
    expect(runPratique(['layers', 'wasteful.tar', '--ci-config', 'rules.yaml'], sandbox).exitCode).toBe(0);
    const failed = runPratique(['layers', 'wasteful.tar', '--ci-config', 'rules.yaml', '--highestWastedBytes', '1kB'], sandbox);
    expect(failed.stdout).toMatch(/^FAIL {2}highestWastedBytes +18 kB {2}at most 1 kB$/m);
    expect(failed.exitCode).toBe(1);
  });

  it.each([
    ['rules:\n  lowestEfficiency: 95\n', 'bad.yaml: lowestEfficiency: "95" is not a number from 0 to 1'],
    ['rules:\n  lowestEficiency: 0.9\n', 'bad.yaml:2: rules has no setting "lowestEficiency"'],
    ['rules: [', 'bad.yaml:1: invalid YAML'],
  ])('refuses the rules %j', (text, message) => {
    writeFileSync(join(sandbox.work, 'bad.yaml'), text);
    const { exitCode, stderr } = runPratique(['layers', 'empty.tar', '--ci-config', 'bad.yaml'], sandbox);
    expect([exitCode, stderr.includes(message)]).toEqual([2, true]);
  });

  it('refuses an SBOM, which has no layers', () => {
    writeFileSync(join(sandbox.work, 'app.cdx.json'), '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[]}');
    const { exitCode, stderr } = runPratique(['layers', 'app.cdx.json'], sandbox);
    expect([exitCode, stderr.includes('is an SBOM, which has no layers')]).toEqual([3, true]);
  });
});
