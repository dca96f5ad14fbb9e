import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Reported {
  readonly reports: readonly [
    { readonly findings: readonly { readonly id: string; readonly suppression?: { readonly reason: string; readonly origin: string } }[] },
  ];
}

describe.skipIf(!hasDockerRegistry)('--vex oci, with docker-registry (skipped without it)', () => {
  it('follows the statements that a trusted key signed, of the image and of its parts, and no others', async () => {
    using temporary = temporaryFolder();
    await using registry = await startDockerRegistry();
    const file = (name: string): string => join(temporary.path, name);
    const cacheDirectory = file('cache');
    mkdirSync(cacheDirectory);
    for (const name of ['ours', 'others']) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      writeFileSync(file(`${name}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
      writeFileSync(file(`${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }));
    }
    const built = buildImage({
      layers: [
        {
          files: ['minimist 1.2.0', 'lodash 4.17.4'].map((text) => {
            const [name = '', version = ''] = text.split(' ');
            return { path: `app/node_modules/${name}/package.json`, content: JSON.stringify({ name, version }) };
          }),
        },
      ],
    });
    writeOciLayout(file('layout'), built);
    await registry.push(`oci:${file('layout')}`, 'team/app:1');
    const target = `registry:${registry.host}/team/app:1`;
    const scan = async (...words: readonly string[]) => {
      const run = await runCommand(
        ['scan', target, '--skip-db-update', '--scanners', 'vuln', '--format', 'json', '--vex', 'oci', ...words],
        { cacheDirectory },
      );
      const [report] = run.stdout === '' ? [] : (JSON.parse(run.stdout) as Reported).reports;
      const suppressed = report?.findings.filter(({ suppression }) => suppression !== undefined).map(({ id }) => id);
      return { ...run, report, suppressed };
    };
    const attest = async (key: string, statements: readonly object[]): Promise<void> => {
      const document = {
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': `https://vex.example/${key}`,
        author: 'security@shop.example',
        timestamp: '2026-05-01T00:00:00Z',
        version: 1,
        statements,
      };
      writeFileSync(file(`${key}.vex.json`), JSON.stringify(document));
      const words = ['attest', '--key', file(`${key}.key`), '--type', 'openvex', '--predicate', file(`${key}.vex.json`), target.slice(9)];
      expect(await runCommand(words, { cacheDirectory })).toMatchObject({ exitCode: 0 });
    };
    const image = `pkg:oci/app@${built.manifestDigest.replace(':', '%3A')}?repository_url=${encodeURIComponent(`${registry.host}/team/app`)}`;
    const notAffected = { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path' };

    // Without an attestation, every finding stays.
    expect(await scan('--key', file('ours.pub'))).toMatchObject({ exitCode: 0, suppressed: [], stderr: expect.stringContaining('has no VEX attestation') });
    await attest('others', [{ vulnerability: { name: 'CVE-2019-10744' }, products: [{ '@id': 'pkg:npm/lodash@4.17.4' }], ...notAffected }]);
    await attest('ours', [
      { vulnerability: { name: 'CVE-2021-44906' }, products: [{ '@id': image, subcomponents: [{ '@id': 'pkg:npm/minimist@1.2.0' }] }], ...notAffected },
      { vulnerability: { name: 'CVE-2020-8203' }, products: [{ '@id': 'pkg:oci/elsewhere@sha256%3Aab', subcomponents: [{ '@id': 'pkg:npm/lodash@4.17.4' }] }], ...notAffected },
    ]);
    const ours = await scan('--key', file('ours.pub'));
    expect(ours.suppressed).toEqual(['CVE-2021-44906']);
    expect(ours.report?.findings.find(({ id }) => id === 'CVE-2021-44906')?.suppression?.origin).toContain('signed by');
    expect((await scan('--key', file('others.pub'))).suppressed).toEqual(['CVE-2019-10744']);
    expect(await scan()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--vex oci needs a trusted signer') });
  }); // prettier-ignore
});
