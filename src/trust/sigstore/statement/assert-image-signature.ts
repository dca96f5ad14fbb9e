import { isJsonObject } from '../../../lib/json/json-readers.ts';
import { type Digest } from '../../../model/digest.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { assertSubject } from './assert-subject.ts';
import { type Statement } from './read-statement.ts';

/**
 * Throws SIGSTORE_STATEMENT_INVALID for a statement with the predicate type of image signatures that says more than that its digest was signed. Clients
 * that sign images write no predicate and no name; clients that attest write both, under any type that they are given.
 */
export function assertImageSignature(statement: Statement, digest: Digest, object: string): void {
  const { predicate } = statement;
  const { name } = assertSubject(statement, digest, object);
  const isEmpty = predicate === undefined || (isJsonObject(predicate) && Object.keys(predicate).length === 0);
  if (isEmpty && name === '') return;
  const what = isEmpty ? `names ${JSON.stringify(name.slice(0, 120))}` : 'has a predicate';
  throw new VerificationError(
    'SIGSTORE_STATEMENT_INVALID',
    object,
    `it is an attestation of the type of image signatures, not a signature: it ${what}`,
  );
}
