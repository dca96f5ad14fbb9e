import { resolve } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeNotationTrustPolicy, decodeNotationPolicyStatement } from '../../notation/policy/decode-notation-trust-policy.ts';
import { readTrustPolicy } from '../../notation/policy/read-trust-policy.ts';
import {
  findGlobalStatement,
  selectStatement,
  type NotationTrustPolicy,
  type NotationPolicyStatement,
} from '../../notation/policy/notation-trust-policy.ts';
import { openTrustStore } from '../../notation/policy/trust-store.ts';
import { HttpRevocationFetcher } from '../../notation/revocation/http-revocation-fetcher.ts';
import { offlineRevocationFetcher } from '../../notation/revocation/revocation-fetcher.ts';
import { type NotationOptions, verifyNotation } from '../../notation/verify-notation.ts';
import { type ArtifactKind } from '../../store/artifact-kind.ts';
import { EvidenceBook, type SchemeEvidence } from '../evidence.ts';
import { repositoryNames } from '../policy/repository-names.ts';
import { type NotationStatementTerms, type NotationTerms, type TrustStatement } from '../policy/trust-policy.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { type VerifyOptions } from '../verification-options.ts';
import { type SignedContent, type VerifySubject } from '../verify-subject.ts';
import { type Verifying } from './verifying.ts';

const kinds: ReadonlySet<ArtifactKind> = new Set(['notation']);

/** Signatures of the Notary Project. */
export const notationVerifying: Verifying = { scheme: 'notation', collect };

async function collect(
  subject: VerifySubject,
  { notation: terms }: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<SchemeEvidence> {
  const book = new EvidenceBook('notation');
  if (terms === undefined) return book.toEvidence();
  const directory = terms.directory === undefined ? options.places.notation : resolve(options.policyDirectory, terms.directory);
  await using fetcher = new HttpRevocationFetcher(options.registry.proxy === undefined ? {} : { proxy: options.registry.proxy });
  const verifying: NotationOptions = {
    trustStore: openTrustStore(directory),
    revocationFetcher: options.isOffline ? offlineRevocationFetcher : fetcher,
    metadata: terms.metadata,
  };
  try {
    const statement = await readStatement(terms, directory, subject, options);
    for (const content of subject.contents) await collectFor(content, { subject, statement, verifying, book }, runtime);
  } catch (error) {
    book.note(error);
  }
  return book.toEvidence();
}

interface Collecting {
  readonly subject: VerifySubject;
  readonly statement: NotationPolicyStatement;
  readonly verifying: NotationOptions;
  readonly book: EvidenceBook;
}

async function collectFor(content: SignedContent, { subject, statement, verifying, book }: Collecting, runtime: Runtime): Promise<void> {
  const found = await subject.findArtifacts(content, kinds, runtime);
  for (const artifact of found.artifacts.filter(({ kind }) => kind === 'notation')) {
    const { foundAt, mediaType } = artifact;
    try {
      const outcome = await verifyNotation(
        { bytes: await artifact.load(runtime), mediaType, foundAt },
        content,
        statement,
        verifying,
        runtime,
      );
      const annotations = verifying.metadata ?? new Map<string, string>();
      if (outcome.kind === 'trusted') book.trusted.push({ ...outcome.signature, ...(annotations.size === 0 ? {} : { annotations }) });
      // What the statement only logs is reported, and never makes an image trusted.
      for (const { code, message } of outcome.logged) book.notices.push(`${foundAt}: ${message} (${code})`);
      if (outcome.kind === 'audited')
        book.notices.push(`${foundAt}: signed by ${outcome.signedBy}, who is not in the trust store; the level is audit`);
    } catch (error) {
      book.note(error);
    }
  }
  for (const { foundAt, message } of found.unreadable) book.notices.push(`${foundAt} cannot be read: ${message}`);
  if (book.trusted.length === 0) book.notices.push(...found.notes);
  if (found.stoppedAt !== undefined && book.trusted.length === 0)
    book.note(new VerificationError('LIMIT_REACHED', content.digest, found.stoppedAt));
}

async function readStatement(
  { policy }: NotationTerms,
  directory: string,
  subject: VerifySubject,
  options: VerifyOptions,
): Promise<NotationPolicyStatement> {
  if (policy.kind === 'inline') return decodeNotationPolicyStatement(toNotation(policy), 'the notation section of the trust policy');
  const document = await readDocument(policy.path, directory, options);
  const reference = subject.judgedAs ?? subject.reference;
  if (reference !== undefined) return selectStatement(document, repositoryNames(reference));
  const global = findGlobalStatement(document);
  if (global !== undefined) return global;
  throw new VerificationError(
    'POLICY_MISSING',
    policy.path ?? directory,
    'a layout on disk has no repository, and no statement has the scope "*"; name the repository with --scope',
  );
}

async function readDocument(path: string | undefined, directory: string, options: VerifyOptions): Promise<NotationTrustPolicy> {
  if (path === undefined) return readTrustPolicy(directory);
  const file = await readPolicyFile(path, options.policyDirectory, limits.notationPolicyBytes);
  return decodeNotationTrustPolicy(file.bytes, file.path);
}

/** Our own policy decides which images the statement is for. */
function toNotation({ level, overrides, trustStores, trustedIdentities }: NotationStatementTerms): unknown {
  const override = Object.fromEntries(overrides);
  const signatureVerification = { level, ...(overrides.size === 0 ? {} : { override }) };
  return { name: 'pratique', registryScopes: ['*'], signatureVerification, trustStores, trustedIdentities };
}
