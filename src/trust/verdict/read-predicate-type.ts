import { type Runtime } from '../../model/runtime.ts';
import { parseEnvelope } from '../dsse/parse-envelope.ts';
import { readBundle } from '../sigstore/bundle/read-bundle.ts';
import { readStatement } from '../sigstore/statement/read-statement.ts';
import { type FoundArtifact } from '../store/found-artifact.ts';

/** The predicate type that an attestation was signed with, not what its annotations say; nothing is verified. Throws VerificationError. */
export async function readPredicateType(artifact: FoundArtifact, runtime: Runtime): Promise<string | undefined> {
  const { kind, foundAt } = artifact;
  const bytes = await artifact.load(runtime);
  if (kind === 'dsse-attestation') return readStatement(parseEnvelope(bytes, foundAt), foundAt).predicateType;
  if (kind !== 'sigstore-bundle') return undefined;
  const { content } = readBundle(bytes, foundAt);
  return content.kind === 'envelope' ? readStatement(content.envelope, foundAt).predicateType : undefined;
}
