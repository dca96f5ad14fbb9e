import { type TrustedSignature } from '../../../model/trust/trust-verdict.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { signaturePredicateType } from '../../../model/trust/signature-predicate-type.ts';
import { assertImageSignature } from '../../sigstore/statement/assert-image-signature.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type ArtifactKind } from '../../store/artifact-kind.ts';
import { type FoundArtifact } from '../../store/found-artifact.ts';
import { EvidenceBook, type SchemeEvidence } from '../evidence.ts';
import { type TrustStatement } from '../policy/trust-policy.ts';
import { signedNames } from '../signed-names.ts';
import { type VerifyOptions } from '../verification-options.ts';
import { type SignedContent, type VerifySubject } from '../verify-subject.ts';
import { type JudgedSigner, readSigners } from './read-signers.ts';
import { toSignature } from './to-signature.ts';
import { tryEverySigner } from './try-every-signer.ts';
import { type Verifying } from './verifying.ts';

const kinds: ReadonlySet<ArtifactKind> = new Set(['simple-signing', 'sigstore-bundle']);

/** cosign's signatures: classic ones and bundles. */
export const sigstoreVerifying: Verifying = { scheme: 'sigstore', collect };

async function collect(
  subject: VerifySubject,
  statement: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<SchemeEvidence> {
  const book = new EvidenceBook('sigstore');
  const { sigstore: terms } = statement;
  if (terms === undefined) return book.toEvidence();
  try {
    const { signers, notices } = await readSigners({ ...terms, needsTime: statement.maxAgeMs !== undefined }, options, runtime);
    book.notices.push(...notices);
    const names = signedNames(subject, statement, options);
    for (const content of subject.contents)
      await collectFor(content, { subject, names, annotations: terms.annotations, signers, book }, runtime);
  } catch (error) {
    book.note(error);
  }
  return book.toEvidence();
}

interface Collecting {
  readonly subject: VerifySubject;
  /** Repository names that a classic signature may contain. */
  readonly names: readonly string[] | 'any';
  /** Required of the signature. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly signers: readonly JudgedSigner[];
  readonly book: EvidenceBook;
}

async function collectFor(content: SignedContent, collecting: Collecting, runtime: Runtime): Promise<void> {
  const { subject, book } = collecting;
  const found = await subject.findArtifacts(content, kinds, runtime);
  for (const artifact of found.artifacts.filter(isSignature)) {
    try {
      const signature = await believe(artifact, content, collecting, runtime);
      if (signature !== undefined) book.trusted.push(signature);
    } catch (error) {
      book.note(error);
    }
  }
  for (const { foundAt, message } of found.unreadable) book.notices.push(`${foundAt} cannot be read: ${message}`);
  if (book.trusted.length === 0) book.notices.push(...found.notes);
  if (found.stoppedAt !== undefined && book.trusted.length === 0)
    book.note(new VerificationError('LIMIT_REACHED', content.digest, found.stoppedAt));
}

async function believe(
  artifact: FoundArtifact,
  content: SignedContent,
  { names, annotations, signers, book }: Collecting,
  runtime: Runtime,
): Promise<TrustedSignature | undefined> {
  const payload = await artifact.load(runtime);
  const { foundAt } = artifact;
  const verify =
    artifact.kind === 'simple-signing' ? await simpleSigning(artifact, payload, content, names) : await bundle(artifact, payload, content);
  const identity = tryEverySigner(signers, foundAt, verify);
  if (identity.statement !== undefined && identity.statement.predicateType !== signaturePredicateType) return undefined;
  if (identity.statement !== undefined) assertImageSignature(identity.statement, content.digest, foundAt);
  assertAnnotations(identity.annotations ?? new Map(), annotations, foundAt);
  const { signedFor, notes = [] } = identity;
  book.notices.push(...notes);
  const isCopy = signedFor !== undefined && names !== 'any' && signedFor !== names[0];
  return {
    ...toSignature(identity, content, foundAt),
    ...(isCopy ? { signedFor } : {}),
    ...(annotations.size === 0 ? {} : { annotations }),
  };
}

function assertAnnotations(signed: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>, foundAt: string): void {
  for (const [name, value] of wanted) {
    const found = signed.get(name);
    if (found === value) continue;
    const what = found === undefined ? 'has no annotation' : `has ${JSON.stringify(found.slice(0, 120))} as annotation`;
    throw new VerificationError('ANNOTATION_MISMATCH', foundAt, `the signature ${what} ${name}; ${JSON.stringify(value)} is required`);
  }
}

/** A bundle whose annotation says that it is an attestation is not reported as refused: its signer need not be trusted. */
function isSignature({ kind, manifestAnnotations }: FoundArtifact): boolean {
  const said = manifestAnnotations.get('dev.sigstore.bundle.predicateType');
  return kinds.has(kind) && (said === undefined || said === signaturePredicateType);
}

type Verify = (signer: JudgedSigner) => VerifiedIdentity;

async function simpleSigning(
  { annotations, foundAt }: FoundArtifact,
  payload: Uint8Array,
  { digest }: SignedContent,
  repositories: readonly string[] | 'any',
): Promise<Verify> {
  const { verifySimpleSigning } = await import('../../sigstore/verify-simple-signing.ts');
  return ({ expected, context }) => verifySimpleSigning({ digest, repositories }, { payload, annotations }, expected, context, foundAt);
}

async function bundle({ foundAt }: FoundArtifact, payload: Uint8Array, { digest, bytes }: SignedContent): Promise<Verify> {
  const { verifyBundle } = await import('../../sigstore/verify-bundle.ts');
  return ({ expected, context }) => verifyBundle({ digest, bytes }, payload, expected, context, foundAt);
}
