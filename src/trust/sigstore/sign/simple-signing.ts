import { type Digest } from '../../../model/digest.ts';

/** What cosign's classic signatures are over: Red Hat's simple signing (containers/image, docs/containers-signature.5.md) with cosign's own type. */
export function simpleSigningPayload(digest: Digest, dockerReference: string, annotations: ReadonlyMap<string, string>): Buffer {
  const payload = {
    critical: {
      identity: { 'docker-reference': dockerReference },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: annotations.size === 0 ? null : Object.fromEntries(annotations),
  };
  return Buffer.from(JSON.stringify(payload));
}
