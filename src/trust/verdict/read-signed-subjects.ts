import { parseEnvelope } from '../dsse/parse-envelope.ts';
import { type Envelope } from '../dsse/envelope.ts';
import { readBundle } from '../sigstore/bundle/read-bundle.ts';
import { readSimpleSigning } from '../sigstore/cosign/read-simple-signing.ts';
import { readStatement } from '../sigstore/statement/read-statement.ts';
import { type SignedPayload } from '../store/signed-subjects.ts';

/** The `SubjectReader` of every kind of signature that Pratique verifies. */
export async function readSignedSubjects({ kind, mediaType, bytes, object }: SignedPayload): Promise<ReadonlySet<string> | undefined> {
  switch (kind) {
    case 'simple-signing':
      return new Set([readSimpleSigning(bytes, object).digest]);
    case 'dsse-attestation':
      return subjectsOf(parseEnvelope(bytes, object), object);
    case 'sigstore-bundle': {
      const { content } = readBundle(bytes, object);
      if (content.kind === 'envelope') return subjectsOf(content.envelope, object);
      // The digest of a message is only a hint in a bundle, and may be absent.
      return content.digest === undefined ? undefined : new Set([`${content.digest.algorithm}:${content.digest.digest.toString('hex')}`]);
    }
    case 'notation': {
      const { inspectNotation } = await import('../notation/inspect-notation.ts');
      return new Set([inspectNotation(bytes, mediaType, object).artifact.digest]);
    }
    case 'sbom':
    case 'other':
      return undefined;
  }
}

function subjectsOf(envelope: Envelope, object: string): ReadonlySet<string> {
  const { subjects } = readStatement(envelope, object);
  return new Set(subjects.flatMap(({ digest }) => [...digest].map(([algorithm, hex]) => `${algorithm}:${hex}`)));
}
