import { type Digest, digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Statement, type StatementSubject } from './read-statement.ts';

/** The subject with this digest, by the same algorithm. Throws DIGEST_DIFFERS when there is none. */
export function assertSubject(statement: Statement, digest: Digest, object: string): StatementSubject {
  const [algorithm, hex] = [digestAlgorithm(digest), digestHex(digest)];
  const found = statement.subjects.find((subject) => subject.digest.get(algorithm) === hex);
  if (found !== undefined) return found;
  const named = statement.subjects.slice(0, 3).map((subject) => subject.digest.get(algorithm)?.slice(0, 12) ?? `no ${algorithm}`);
  throw new VerificationError('DIGEST_DIFFERS', object, `the statement is for ${named.join(', ')}, not for ${digest}`);
}
