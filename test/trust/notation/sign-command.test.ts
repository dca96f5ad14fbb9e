import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OpensslCertificates } from './support/openssl-certificates.ts';

describe.skipIf(!hasDockerRegistry)('pratique sign --scheme notation', () => {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder.path, name);
  let registry: DockerRegistry;
  let image = '';

  beforeAll(async () => {
    const made = new OpensslCertificates(folder.path).makeChain();
    registry = await startDockerRegistry();
    await using client = await createRegistryClient(registry.host, {});
    await pushSmallImage(client.repository('team/app'), '1');
    image = `${registry.host}/team/app:1`;
    writeFileSync(path('signing.key'), made.leaf.keyPem, { mode: 0o600 });
    writeFileSync(path('chain.pem'), [made.leaf, made.intermediate, made.root].map(({ der }) => pem(der)).join(''));
    mkdirSync(path('truststore/x509/ca/acme'), { recursive: true });
    writeFileSync(path('truststore/x509/ca/acme/root.pem'), pem(made.root.der));
    writeFileSync(
      path('pratique.yaml'),
      `trust:\n  images:\n    - match: '**'\n      notation: {directory: '${folder.path}', trustStores: 'ca:acme', trustedIdentities: 'x509.subject: C=US, ST=WA, O=acme', overrides: {revocation: skip}}\n`,
    );
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it.each(['jws', 'cose'])('%s: what it signs, verify trusts', async (envelope) => {
    const words = ['--scheme', 'notation', '--key', path('signing.key'), '--certificate-chain', path('chain.pem')];
    const signed = await runCommand(['sign', ...words, '--envelope', envelope, '--expires-in', '30d', image], {
      cacheDirectory: folder.path,
    });
    expect(signed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/team\/app@sha256:[0-9a-f]{64} {2}notation {2}referrer sha256:/),
    });
    expect(signed.stderr).toBe('pratique: signed by C=US, ST=WA, O=acme, CN=signer\n');
    const verified = await runCommand(['verify', '--config', path('pratique.yaml'), '--quiet', image], { cacheDirectory: folder.path });
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/team\/app@sha256:/) });
  });

  it('trust notation inspect shows what they claim', async () => {
    const inspected = await runCommand(['trust', 'notation', 'inspect', image], { cacheDirectory: folder.path });
    expect(inspected.exitCode).toBe(0);
    expect(inspected.stdout.match(/^ {4}(?:envelope|signer|by) .*?(?=, \d{4})|^ {4}envelope.*$/gm)).toEqual(
      ['jws', 'cose'].flatMap((format) => [
        `    envelope   ${format}, ES256, notary.x509`,
        '    signer     C=US, ST=WA, O=acme, CN=signer',
        '    by         C=US, ST=WA, O=acme, CN=intermediate',
        '    by         C=US, ST=WA, O=acme, CN=root',
      ]),
    );
    const json = await runCommand(['trust', 'notation', 'inspect', '--format', 'json', image], { cacheDirectory: folder.path });
    expect(JSON.parse(json.stdout)).toMatchObject({
      signatures: [{ mediaType: 'application/jose+json' }, { mediaType: 'application/cose' }],
    });
  });

  it.each([
    [['--key', 'k'], 'Notation signs with a key and its certificates'],
    [['--certificate-chain', 'c'], 'Notation signs with a key and its certificates'],
    [['--transparency-log', 'https://log.example'], '--transparency-log is of sigstore'],
    [['--expires-in', 'soon'], '"soon" is not a duration'],
    [['--timestamp-authority', 'http://t.example'], 'Notation takes one timestamp authority, and its root certificates'],
  ])('%j is wrong use, said before anything is looked up', async (words, reason) => {
    const ran = await runCommand(['sign', '--scheme', 'notation', ...words, 'registry.invalid/app:1'], { cacheDirectory: folder.path });
    expect([ran.exitCode, ran.stdout, ran.stderr.includes(reason)]).toEqual([2, '', true]);
  });

  it('an option of Notation without it is wrong use', async () => {
    const ran = await runCommand(['sign', '--key', 'k', '--envelope', 'cose', 'registry.invalid/app:1'], { cacheDirectory: folder.path });
    expect([ran.exitCode, ran.stderr]).toEqual([2, 'pratique: --envelope is of Notation (USAGE); try: add --scheme notation\n']);
  });
});

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
