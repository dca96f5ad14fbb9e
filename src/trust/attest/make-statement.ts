import { JsonError } from '../../lib/json/json-error.ts';
import { isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonExactly } from '../../lib/json/parse-json-exactly.ts';
import { type Digest, digestAlgorithm, digestHex } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { assertAttestable } from './predicate-type.ts';
import { findFault } from './check-predicate.ts';
import { findPredicateKind } from './predicate-kinds.ts';

export interface StatementSubject {
  /** `ghcr.io/org/app`, for people; verifiers compare the digest. */
  readonly name: string;
  readonly digest: Digest;
}

/**
 * Parses a predicate and checks the members that its type requires, where the type is known. `what` names it in errors. Throws PREDICATE_INVALID, and
 * LIMIT_EXCEEDED past 128 MiB.
 */
export function parsePredicate(bytes: Uint8Array, predicateType: string, what: string): JsonObject {
  if (bytes.length > limits.dssePayloadBytes)
    throw new PratiqueError('LIMIT_EXCEEDED', `${what} has ${bytes.length} bytes; the limit is ${limits.dssePayloadBytes}`);
  const predicate = parseObject(bytes, what);
  const kind = findPredicateKind(predicateType);
  for (const { path, test } of kind?.shape ?? []) {
    const fault = findFault(predicate, path, test, new Date(0));
    if (fault === undefined) continue;
    throw new PratiqueError('PREDICATE_INVALID', `${what} is not ${predicateType}: ${fault}`, {
      hint: `see ${kind?.specification}, or give another --type`,
    });
  }
  return predicate;
}

/**
 * Makes the bytes to sign: an in-toto statement (in-toto/attestation, spec/v1/statement.md) with the text of the predicate unchanged, so that numbers and
 * order stay as written. Throws what {@link parsePredicate} throws, and USAGE for the type of image signatures.
 */
export function makeStatement(subject: StatementSubject, predicateType: string, predicate: Uint8Array, what: string): Buffer {
  assertAttestable(predicateType);
  parsePredicate(predicate, predicateType, what);
  const head = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: subject.name, digest: { [digestAlgorithm(subject.digest)]: digestHex(subject.digest) } }],
    predicateType,
  };
  const statement = Buffer.concat([
    Buffer.from(`${JSON.stringify(head).slice(0, -1)},"predicate":`),
    withoutMark(predicate),
    Buffer.from('}'),
  ]);
  if (statement.length <= limits.dssePayloadBytes) return statement;
  throw new PratiqueError(
    'LIMIT_EXCEEDED',
    `${what}: the statement has ${statement.length} bytes, more than the limit of ${limits.dssePayloadBytes}`,
  );
}

function parseObject(bytes: Uint8Array, what: string): JsonObject {
  try {
    // Invalid UTF-8 would be signed as it is and read as something else by other clients.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = parseJsonExactly(bytes, { maxBytes: limits.dssePayloadBytes, maxDepth: limits.statementDepth - 1 });
    if (isJsonObject(value)) return value;
  } catch (cause) {
    const reason = cause instanceof JsonError ? cause.message : 'is not UTF-8';
    throw new PratiqueError('PREDICATE_INVALID', `${what} ${reason}`, { cause });
  }
  throw new PratiqueError('PREDICATE_INVALID', `${what} is not a JSON object`);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return isMarked ? bytes.subarray(3) : bytes;
}
