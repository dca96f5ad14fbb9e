import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { sampleLayers } from '../../src/cli/scan/sample/sample-layers.ts';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { hasRealImage, imagesDirectory } from '../support/real-image.ts';
import { ensureBuilt, makeSandbox, program, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
});
afterAll(() => sandbox.dispose());

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function pratique(args: readonly string[], more: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {}): Run {
  const options = { cwd: sandbox.work, env: { ...sandbox.env, ...more.env }, input: more.input ?? '', maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString() };
}

interface Report {
  readonly target: { readonly scheme: string };
  readonly findings: readonly unknown[];
  readonly packages: readonly unknown[];
  readonly plan: readonly unknown[];
  readonly issues: readonly { readonly code: string; readonly message: string }[];
}

function scan(args: readonly string[], input?: string): Report {
  const { stdout, stderr } = pratique(['scan', '--scanners', 'vuln', '--format', 'json', ...args], input === undefined ? {} : { input });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { reports: readonly Report[] }).reports[0]!;
}

const read = (name: string): string => readFileSync(join(sandbox.work, name), 'utf8');
const epoch = { SOURCE_DATE_EPOCH: '1764500000' };
/** Each format with a file name that stands for it. */
const files = [
  ['cyclonedx', 'a.cdx.json'],
  ['cyclonedx-xml', 'a.cdx.xml'],
  ['spdx-json', 'a.spdx.json'],
  ['spdx', 'a.spdx'],
  ['spdx-json@3.0', 'a3.json'],
  ['syft-json', 'a.syft.json'],
] as const;

describe('pratique sbom', () => {
  it('writes several formats in one run, and the same bytes again', () => {
    const outputs = (name: string): string[] => files.flatMap(([format, file]) => ['-o', `${format}=${name}-${file}`]);
    for (const name of ['one', 'two']) {
      const { exitCode, stdout, stderr } = pratique(['sbom', 'sample.tar', '-f', 'github', ...outputs(name)], { env: epoch });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ version: 0, scanned: '2025-11-30T10:53:20Z', detector: { name: 'pratique' } });
    }
    for (const [, file] of files) expect(read(`one-${file}`)).toBe(read(`two-${file}`));
  });

  it('names the format after the extension of the file, and reads the names of other tools', () => {
    for (const [args, start] of [
      [['-o', 'x.spdx'], 'SPDXVersion: SPDX-2.3'],
      [['-o', 'x.cdx.xml'], '<?xml version="1.0"'],
      [['-f', 'spdx-json@2.2', '-o', 'x'], '{\n"SPDXID": "SPDXRef-DOCUMENT",\n"spdxVersion": "SPDX-2.2"'],
      [['-f', 'cyclonedx1.5+json', '-o', 'x'], '{\n"$schema": "http://cyclonedx.org/schema/bom-1.5'],
    ] as const) {
      expect(pratique(['sbom', 'sample.tar', ...args]).exitCode).toBe(0);
      expect(read(args.at(-1)!).slice(0, start.length)).toBe(start);
    }
  });

  it('converts an SBOM, and says so', () => {
    pratique(['sbom', 'sample.tar', '-o', 'c.spdx'], { env: epoch });
    const { exitCode, stdout, stderr } = pratique(['sbom', 'c.spdx', '-f', 'cyclonedx'], { env: epoch });
    expect([exitCode, stderr]).toEqual([0, 'pratique: c.spdx is an SBOM and is converted; scan it with: pratique scan c.spdx\n']);
    expect((JSON.parse(stdout) as { components: unknown[] }).components.length).toBeGreaterThan(1);
  });

  it('says inside the document and by its exit code what could not be scanned', () => {
    writeFileSync(join(sandbox.work, 'empty.cdx.json'), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'mystery' }] }));
    const { exitCode, stdout, stderr } = pratique(['sbom', 'empty.cdx.json', '-f', 'cyclonedx']);
    const bom = JSON.parse(stdout) as { compositions: unknown; annotations: readonly { text: string }[] };
    expect([exitCode, bom.compositions]).toEqual([4, [{ aggregate: 'incomplete', assemblies: ['image'] }]]);
    expect(bom.annotations[0]?.text).toBe('SBOM_PACKAGES_UNIDENTIFIED: 1 component has no package URL that can be read: mystery');
    expect(stderr).toContain('the SBOM is incomplete: 1 part could not be scanned');
    expect(pratique(['sbom', 'empty.cdx.json', '--allow-incomplete=SBOM_PACKAGES_UNIDENTIFIED']).exitCode).toBe(0);
  }); // prettier-ignore

  it.each([
    [['sbom', 'sample.tar', '-f', 'xlsx'], 2, 'unknown report format "xlsx"'],
    [['sbom', 'sample.tar', '-f', 'spdx-json@9'], 2, 'unknown report format "spdx-json@9"'],
    [['sbom', 'a', 'b'], 2, 'b'],
    [['scan', 'sbom:missing.json'], 3, 'missing.json: no such file'],
    [['scan', '-'], 3, 'standard input is JSON, but not an SBOM of a known format'],
  ])('%j is refused', (args, exitCode, message) => {
    const run = pratique(args, { input: '{"a":1}' });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(message);
  });
});

/** Findings, packages and actions of an image and of each of its SBOMs. */
function expectTheLaw(image: string, args: readonly string[]): void {
  const { findings, packages, plan } = scan([image, ...args]);
  expect(packages.length).toBeGreaterThan(0);
  const outputs = files.flatMap(([format, file]) => ['-o', `${format}=law-${file}`]);
  expect(pratique(['sbom', image, '--allow-incomplete', '-f', 'github', ...outputs]).exitCode).toBe(0);
  for (const [, file] of files) {
    const report = scan([`law-${file}`, ...args]);
    expect(report.target.scheme).toBe('sbom');
    expect({ findings: report.findings, packages: report.packages, plan: report.plan }).toEqual({ findings, packages, plan });
  }
}

describe('findings of an image are the findings of its SBOMs', () => {
  it('of the sample image', () => {
    expectTheLaw('sample.tar', []);
    const { findings } = scan(['sample.tar']);
    expect(findings.length).toBeGreaterThan(0);
    pratique(['sbom', 'sample.tar', '-o', 'in.spdx']);
    expect(scan(['-'], read('in.spdx')).findings).toEqual(findings);
    expect(scan(['sbom:-'], read('in.spdx')).findings).toEqual(findings);
  });

  const database = '/var/tmp/db';
  it.skipIf(!existsSync(database)).each(['debian-min', 'node-app', 'rpm'].filter(hasRealImage))('of the real image %s (needs /var/tmp/db)', (name) => {
    expectTheLaw(join(imagesDirectory, `${name}.oci.tar`), ['--db', database]);
  }); // prettier-ignore
});

describe('scan --sbom-sources oci', () => {
  it('uses an SBOM attached to the image in place of its layers, and says so', () => {
    const layout = 'oci-dir:layout:1';
    const layers = sampleLayers().flatMap(({ files }) => (files === undefined ? [] : [{ files }]));
    writeOciLayout(join(sandbox.work, 'layout'), buildImage({ layers, tag: 'sample:1' }));
    const without = pratique(['scan', layout, '--sbom-sources', 'oci', '--allow-incomplete']);
    expect(without.stderr).toContain(`${layout} has no SBOM attached; its layers are scanned`);
    pratique(['sbom', layout, '-o', 'attached.cdx.json']);
    expect(pratique(['attach', 'sbom', '--sbom', 'attached.cdx.json', layout]).exitCode).toBe(0);
    const { findings, issues } = scan([layout, '--sbom-sources', 'oci']);
    expect(findings).toEqual(scan([layout]).findings);
    expect(issues[0]).toMatchObject({ code: 'SBOM_NOT_VERIFIED', message: expect.stringContaining('it was not verified, and no layer was read') as string });
  }); // prettier-ignore
});
