import { type Digest, digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Statement } from './read-statement.ts';

/** Throws DIGEST_DIFFERS unless one of the subjects has this digest, by the same algorithm. */
export function assertSubject(statement: Statement, digest: Digest, object: string): void {
  const [algorithm, hex] = [digestAlgorithm(digest), digestHex(digest)];
  if (statement.subjects.some((subject) => subject.digest.get(algorithm) === hex)) return;
  const named = statement.subjects.slice(0, 3).map((subject) => subject.digest.get(algorithm)?.slice(0, 12) ?? `no ${algorithm}`);
  throw new VerificationError('DIGEST_DIFFERS', object, `the statement is about ${named.join(', ')}, not about ${digest}`);
}
