import { JsonError } from '../../../lib/json/json-error.ts';
import { field, isJsonObject, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { type Digest, isDigest } from '../../../model/digest.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';

/** What a simple-signing payload says (containers/image, docs/containers-signature.5.md; sigstore/cosign, specs/SIGNATURE_SPEC.md). */
export interface SimpleSigning {
  readonly digest: Digest;
  /** The repository that was signed for, as its signer wrote it; may be empty. */
  readonly reference: string;
  /** Texts that the signer added. */
  readonly annotations: ReadonlyMap<string, string>;
}

const types: ReadonlySet<string> = new Set(['cosign container image signature', 'atomic container signature']);

/** Throws SIGSTORE_PAYLOAD_INVALID. */
export function readSimpleSigning(payload: Uint8Array, object: string): SimpleSigning {
  try {
    return readJson(parseJsonBounded(payload, { maxBytes: limits.documentBytes, maxDepth: 32 }));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new VerificationError('SIGSTORE_PAYLOAD_INVALID', object, `the payload ${error.message}`, { cause: error });
  }
}

function readJson(value: unknown): SimpleSigning {
  const json = readObject(value, 'payload');
  const critical = readObject(field(json, 'critical'), 'critical');
  const type = readString(field(critical, 'type'), 'critical.type');
  if (!types.has(type)) throw new JsonError('type', `critical.type is ${JSON.stringify(type.slice(0, 80))}, which is not known`);
  const digest = field(readObject(field(critical, 'image'), 'critical.image'), 'docker-manifest-digest');
  if (!isDigest(digest)) throw new JsonError('type', 'critical.image.docker-manifest-digest is not a digest');
  const identity = readObject(field(critical, 'identity'), 'critical.identity');
  const optional = field(json, 'optional') ?? {};
  const notes = isJsonObject(optional) ? Object.entries(optional) : [];
  return {
    digest,
    reference: readString(field(identity, 'docker-reference'), 'critical.identity.docker-reference'),
    annotations: new Map(notes.filter((note): note is [string, string] => typeof note[1] === 'string')),
  };
}
