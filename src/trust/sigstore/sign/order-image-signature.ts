import { inTotoPayloadType } from '../../dsse/payload-types.ts';
import { signaturePredicateType } from '../../../model/trust/signature-predicate-type.ts';
import { type Digest, digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { type SignatureOrder } from './sign-and-store.ts';
import { simpleSigningPayload } from './simple-signing.ts';

export interface ImageSignature {
  readonly subject: SubjectDescriptor;
  /** `ghcr.io/org/app`, without tag and digest: a signature is of content. */
  readonly dockerReference: string;
  /** Said by the signer about the image. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** The signature of an image: in a bundle an in-toto statement about its digest, in the classic form simple signing. */
export function orderImageSignature(
  { subject, dockerReference, annotations }: ImageSignature,
  form: SignatureOrder['form'],
): SignatureOrder {
  if (form !== 'bundle')
    return { subject, form, content: { kind: 'message', payload: simpleSigningPayload(subject.digest, dockerReference, annotations) } };
  const payload = Buffer.from(JSON.stringify(signStatement(subject.digest, annotations)));
  return { subject, form, predicateType: signaturePredicateType, content: { kind: 'envelope', payload, payloadType: inTotoPayloadType } };
}

/** in-toto/attestation, spec/v1/statement.md */
function signStatement(digest: Digest, annotations: ReadonlyMap<string, string>): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      {
        digest: { [digestAlgorithm(digest)]: digestHex(digest) },
        ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
      },
    ],
    predicateType: signaturePredicateType,
    predicate: {},
  };
}
