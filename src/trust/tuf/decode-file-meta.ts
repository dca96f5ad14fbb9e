import { VerificationError } from '../../model/trust/verification-error.ts';
import { type JsonValue } from '../crypto/json-value.ts';
import { type FileMeta } from './metadata.ts';
import { malformed, readBytes, readMap, readNumber } from './read-fields.ts';

/** Algorithms that are checked, and the length of their values in bytes. Other algorithms are ignored. */
export const hashAlgorithms: ReadonlyMap<string, number> = new Map([
  ['sha256', 32],
  ['sha512', 64],
]);

/** Length and hashes as metadata list them. Throws METADATA_MALFORMED, or METADATA_HASH_MISSING when no hash could be checked. */
export function decodeFileMeta(value: JsonValue | undefined, role: string, what: string): FileMeta {
  const meta = readMap(value, role, what);
  const length = readNumber(meta.get('length'), role, `${what}.length`);
  if (length < 0) throw malformed(role, `${what}.length is ${length}`);
  const hashes = readHashes(meta.get('hashes'), role, `${what}.hashes`);
  const custom = meta.get('custom');
  return { length, hashes, ...(custom === undefined ? {} : { custom }) };
}

function readHashes(value: JsonValue | undefined, role: string, what: string): ReadonlyMap<string, Buffer> {
  const hashes = new Map<string, Buffer>();
  for (const [algorithm, hash] of readMap(value, role, what))
    hashes.set(algorithm, readBytes(hash, role, `${what}.${algorithm.slice(0, 20)}`));
  const known = [...hashAlgorithms].filter(([algorithm]) => hashes.has(algorithm));
  if (known.length === 0)
    throw new VerificationError('METADATA_HASH_MISSING', role, `${what} of the ${role} metadata has neither sha256 nor sha512`);
  const wrong = known.find(([algorithm, bytes]) => hashes.get(algorithm)!.length !== bytes);
  if (wrong !== undefined) throw malformed(role, `${what}.${wrong[0]} is not ${wrong[1]} bytes long`);
  return hashes;
}
