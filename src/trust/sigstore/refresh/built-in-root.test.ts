import { Metadata, MetadataKind } from '@tufjs/models';
import { expect, it } from 'vitest';
import { readTrustedRoot } from '../trusted-root/read-trusted-root.ts';
import { builtInRoot } from './built-in-root.ts';

it('is signed by enough of its own keys', () => {
  const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(builtInRoot.root) as never);
  expect(() => root.verifyDelegate('root', root)).not.toThrow();
  const { version, expires, consistentSnapshot } = root.signed;
  expect({ version, expires, consistentSnapshot }).toEqual({
    version: builtInRoot.rootVersion,
    expires: builtInRoot.expiresAt,
    consistentSnapshot: true,
  });
  expect(builtInRoot.publishedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
});

it('comes with a trusted root of which everything is understood', () => {
  const root = readTrustedRoot(Buffer.from(builtInRoot.trustedRoot), 'built in');
  const hosts = (services: readonly { readonly url: string }[]): readonly string[] => [
    ...new Set(services.map(({ url }) => new URL(url).host)),
  ];
  expect({
    logs: hosts(root.transparencyLogs),
    authorities: hosts(root.certificateAuthorities),
    certificateLogs: hosts(root.certificateLogs),
    timestampAuthorities: hosts(root.timestampAuthorities),
    notices: root.notices,
  }).toEqual({
    logs: ['rekor.sigstore.dev', 'log2025-1.rekor.sigstore.dev'],
    authorities: ['fulcio.sigstore.dev'],
    certificateLogs: ['ctfe.sigstore.dev'],
    timestampAuthorities: ['timestamp.sigstore.dev'],
    notices: [],
  });
});
