import { createHash } from 'node:crypto';
import { type NotationFormat } from '../../notation/envelope/notation-envelope.ts';
import { type NotationSigner } from '../../notation/sign/notation-signer.ts';
import { signWithNotation } from '../../notation/sign/sign-image.ts';
import { type Resigner } from './resigner.ts';

/** Signs with a key and the chain that vouches for it, as `pratique sign --notation` does. */
export function notationResigner(signer: NotationSigner, format: NotationFormat): Resigner {
  return {
    scheme: 'notation',
    keyId: createHash('sha256').update(signer.chain[0].der).digest('hex'),
    sign: async ({ subject, repository, annotations }, runtime) => {
      const { foundAt } = await signWithNotation({ repository, subject, signer, format, metadata: annotations }, runtime);
      return { foundAt };
    },
  };
}
