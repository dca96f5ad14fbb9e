import { JsonError } from '../../../lib/json/json-error.ts';
import { field, optional, readArray, readMap, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonExactly } from '../../../lib/json/parse-json-exactly.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Envelope } from '../../dsse/envelope.ts';

/** What was signed in an envelope: a predicate about subjects (in-toto/attestation, spec/v1/statement.md). */
export interface Statement {
  readonly predicateType: string;
  /** As JSON; absent where the statement has none. */
  readonly predicate?: unknown;
  readonly subjects: readonly StatementSubject[];
}

export interface StatementSubject {
  readonly name: string;
  /** Hexadecimal by algorithm. */
  readonly digest: ReadonlyMap<string, string>;
  /** Texts that the signer added (in-toto/attestation, spec/v1/resource_descriptor.md). */
  readonly annotations: ReadonlyMap<string, string>;
}

const payloadType = 'application/vnd.in-toto+json';
const types: ReadonlySet<string> = new Set(['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1']);

/** Throws SIGSTORE_STATEMENT_INVALID on any other payload, and LIMIT_REACHED past the bound on subjects. */
export function readStatement(envelope: Envelope, object: string): Statement {
  try {
    if (envelope.payloadType !== payloadType)
      throw new JsonError('type', `is of type ${JSON.stringify(envelope.payloadType.slice(0, 80))}, not ${payloadType}`);
    return readJson(parseJsonExactly(envelope.payload, { maxBytes: limits.dssePayloadBytes, maxDepth: limits.statementDepth }));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const code = error.fault === 'too-large' || error.fault === 'too-deep' ? 'LIMIT_REACHED' : 'SIGSTORE_STATEMENT_INVALID';
    throw new VerificationError(code, object, `the statement ${error.message}`, { cause: error });
  }
}

function readJson(value: unknown): Statement {
  const json = readObject(value, 'statement');
  const type = readString(field(json, '_type'), '_type');
  if (!types.has(type)) throw new JsonError('type', `_type is ${JSON.stringify(type.slice(0, 80))}, which is not known`);
  const subjects = readArray(field(json, 'subject'), 'subject', readSubject);
  if (subjects.length === 0) throw new JsonError('type', 'subject is empty');
  if (subjects.length > limits.statementSubjects)
    throw new JsonError('too-large', `has ${subjects.length} subjects, more than ${limits.statementSubjects}`);
  const predicateType = readString(field(json, 'predicateType'), 'predicateType');
  if (predicateType === '') throw new JsonError('type', 'predicateType is empty');
  const predicate = field(json, 'predicate');
  return { predicateType, subjects, ...(predicate === undefined ? {} : { predicate }) };
}

function readSubject(value: unknown, what: string): StatementSubject {
  const json = readObject(value, what);
  const digest = readMap(field(json, 'digest'), `${what}.digest`, readString);
  if (digest.size === 0) throw new JsonError('type', `${what}.digest is empty`);
  const annotations = optional(field(json, 'annotations'), `${what}.annotations`, readObject) ?? {};
  return {
    name: optional(field(json, 'name'), `${what}.name`, readString) ?? '',
    digest,
    annotations: new Map(Object.entries(annotations).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  };
}
