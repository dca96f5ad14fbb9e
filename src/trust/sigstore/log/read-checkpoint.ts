import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { limits } from '../../../model/limits.ts';

/** What a log says of its tree at one time (c2sp.org/tlog-checkpoint), in a signed note (c2sp.org/signed-note). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly rootHash: Buffer;
  /** Up to and with the last newline before the empty line: what is signed. */
  readonly signed: Buffer;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** First four bytes of the key ID. */
  readonly keyHint: Buffer;
  readonly signature: Buffer;
}

/** `undefined` for a text that is not a checkpoint to the letter. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const split = text.indexOf('\n\n');
  if (split === -1 || text.length > limits.checkpointCharacters) return undefined;
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, split).split('\n');
  const rootHash = decodeBase64(root);
  if (origin === '' || !/^(?:0|[1-9]\d{0,18})$/.test(size) || rootHash?.length !== 32 || extensions.includes('')) return undefined;
  const signatures = readSignatures(text.slice(split + 2));
  if (signatures === undefined) return undefined;
  return { origin, size: BigInt(size), rootHash, signed: Buffer.from(text.slice(0, split + 1), 'utf8'), signatures };
}

function readSignatures(text: string): readonly NoteSignature[] | undefined {
  const lines = text.split('\n');
  // Every line ends with a newline, the last one too.
  if (lines.pop() !== '' || lines.length === 0 || lines.length > limits.checkpointSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, base64 = ''] = /^— ([^ +]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const bytes = decodeBase64(base64);
    if (name === undefined || bytes === undefined || bytes.length < 5) return undefined;
    signatures.push({ name, keyHint: bytes.subarray(0, 4), signature: bytes.subarray(4) });
  }
  return signatures;
}
