import { Tagged } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { handMadeCose, handMadeJws } from './support/hand-made.ts';
import { type MadeCertificate, OpensslCertificates } from './support/openssl-certificates.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';

const scheme = 'io.cncf.notary.signingScheme';
const time = 'io.cncf.notary.authenticSigningTime';

// Notary Project, signing-scheme.md: who signs for others is trusted apart, and says when.
describe('signing authorities', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  let chain: readonly MadeCertificate[];
  let root: MadeCertificate;
  beforeAll(() => {
    const made = openssl.makeChain();
    ({ root } = made);
    chain = [made.leaf, made.intermediate, root];
  });
  afterAll(() => folder[Symbol.dispose]());

  function sign(format: string, signedAt: Date): { readonly bytes: Uint8Array; readonly mediaType: string } {
    const signer = signerOf(chain, daysFromNow(1));
    const values = { [scheme]: 'notary.x509.signingAuthority', 'io.cncf.notary.signingTime': undefined };
    if (format === 'jws')
      return {
        bytes: handMadeJws(signer, { headers: { ...values, crit: [scheme, time], [time]: signedAt.toISOString() } }),
        mediaType: 'application/jose+json',
      };
    const headers: [unknown, unknown][] = [
      [scheme, 'notary.x509.signingAuthority'],
      [2, [scheme, time]],
      [time, new Tagged(1, Math.trunc(signedAt.getTime() / 1_000))],
    ];
    return { bytes: handMadeCose(signer, { headers, without: ['io.cncf.notary.signingTime'] }), mediaType: 'application/cose' };
  }

  function verify(format: string, signedAt: Date, store: string, days: number) {
    const statement = statementOf({ trustStores: [store] });
    const options = optionsOf({ 'ca:acme': [root], 'signingAuthority:acme': [root] });
    return verifyNotation({ ...sign(format, signedAt), foundAt: 'it' }, subject, statement, options, runtimeAt(daysFromNow(days)));
  }

  it.each<[string, number, string, number, string]>([
    ['are trusted by their own stores', 1, 'signingAuthority:acme', 2, 'trusted'],
    ['are trusted when their certificate has expired since', 1, 'signingAuthority:acme', 60, 'trusted'],
    ['are not trusted by stores of authorities for signers', 1, 'ca:acme', 2, 'NOTATION_ROOT_NOT_TRUSTED'],
    ['may not sign before their certificate', -1, 'signingAuthority:acme', 2, 'NOTATION_CERTIFICATE_NOT_VALID'],
    ['may not sign after their certificate', 60, 'signingAuthority:acme', 61, 'NOTATION_CERTIFICATE_NOT_VALID'],
  ])('%s', async (_, signedOn, store, verifiedOn, expected) => {
    for (const format of ['jws', 'cose'])
      expect(await outcomeCode(verify(format, daysFromNow(signedOn), store, verifiedOn).then(({ kind }) => kind))).toBe(expected);
  });

  it('say when they signed', async () => {
    const signedAt = new Date(Math.trunc(daysFromNow(1).getTime() / 1_000) * 1_000);
    for (const format of ['jws', 'cose'])
      expect(await verify(format, signedAt, 'signingAuthority:acme', 2)).toMatchObject({
        signature: {
          signedAt: { time: signedAt, statedBy: 'metadata' },
          trustRoot: { kind: 'trust store', name: 'signingAuthority:acme' },
        },
      });
  });

  it('are not trusted with signers’ stores the other way round either', async () => {
    const bytes = handMadeJws(signerOf(chain, daysFromNow(1)));
    const options = optionsOf({ 'signingAuthority:acme': [root] });
    const statement = statementOf({ trustStores: ['signingAuthority:acme'] });
    const verified = verifyNotation(
      { bytes, mediaType: 'application/jose+json', foundAt: 'it' },
      subject,
      statement,
      options,
      runtimeAt(daysFromNow(1)),
    );
    expect(await outcomeCode(verified)).toBe('NOTATION_ROOT_NOT_TRUSTED');
  });
});
