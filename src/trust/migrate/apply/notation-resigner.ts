import { createHash } from 'node:crypto';
import { type NotationFormat } from '../../notation/envelope/notation-envelope.ts';
import { type NotationSigner } from '../../notation/sign/notation-signer.ts';
import { signWithNotation } from '../../notation/sign/sign-image.ts';
import { findNotationSignature } from './find-notation-signature.ts';
import { type Resigner } from './resigner.ts';

/** Signs with a key and its certificate chain, as `pratique sign --scheme notation` does. The policy names `trustStore`, such as `ca:migrated`, and the certificate's subject. */
export function notationResigner(signer: NotationSigner, format: NotationFormat, trustStore: string): Resigner {
  const keyId = createHash('sha256').update(signer.chain[0].der).digest('hex');
  return {
    scheme: 'notation',
    keyId,
    findExisting: (image, runtime) => findNotationSignature(image, signer, keyId, runtime),
    sign: async ({ subject, repository, annotations }, runtime) => {
      const { foundAt } = await signWithNotation({ repository, subject, signer, format, metadata: annotations }, runtime);
      return { foundAt };
    },
    policyTerms: () =>
      Promise.resolve({
        notation: {
          level: 'strict',
          trustStores: [trustStore],
          trustedIdentities: [`x509.subject: ${signer.chain[0].subject.text}`],
        },
      }),
  };
}
