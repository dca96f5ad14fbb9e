import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { judgeKey } from '../structure/judge-key.ts';
import { shapeRule } from './shape-rule.ts';

/** Of the longest keys, RSA with 16,384 bits, in base64. */
const maxBodyBytes = 15 * 1024;
/** A smaller one is no key: Ed25519 has 48 bytes of DER. */
const minBase64 = 60;
const endMark = Buffer.from('-----END');

/** A private key between the lines of RFC 7468; also on one line with `\n`, and in pieces joined by a program. The lines alone are no key. */
export const privateKey: SecretRule = shapeRule({
  id: 'private-key',
  title: 'Private key',
  severity: 'high',
  advice: 'Make a new key pair, replace the public key or certificate wherever it is trusted, and revoke the old one.',
  references: ['https://datatracker.ietf.org/doc/html/rfc7468'],
  aliases: ['gitleaks:private-key', 'trivy:private-key'],
  keywords: ['-----BEGIN'],
  find: findPrivateKey,
});

export function findPrivateKey(text: Text, at: number, keywordLength: number): ValuePlace | undefined {
  const { bytes, end: stop } = text;
  const label = /^ ([A-Z0-9 ]{0,24})PRIVATE KEY(?: BLOCK)?-----/.exec(latin1(bytes, at, Math.min(stop, at + 64)));
  if (label === null) return undefined;
  const start = at - keywordLength;
  const bodyStart = at + label[0].length;
  const body = readBody(bytes, bodyStart, Math.min(stop, bodyStart + maxBodyBytes));
  if (body.base64.length < minBase64) return undefined;
  const shown = bodyStart - start;
  const verdict = judgeKey(label[1]!.trim(), body.base64, body.headers);
  if (!body.isClosed) {
    const note = 'its END line is missing';
    return { start, end: body.end, shown, verdict: verdict.is === 'valid' ? { ...verdict, note } : { is: 'doubtful', note } };
  }
  const closing = /^-----END [A-Z0-9 ]{0,40}-----/.exec(latin1(bytes, body.end, Math.min(stop, body.end + 64)));
  return { start, end: body.end + (closing?.[0].length ?? endMark.length), shown, verdict };
}

interface KeyBody {
  readonly base64: string;
  readonly headers: string;
  /** Of the END line, or behind the last base64. */
  readonly end: number;
  readonly isClosed: boolean;
}

/** Base64 with what programs and configuration files put between its lines; anything else ends it. */
function readBody(bytes: Uint8Array, start: number, stop: number): KeyBody {
  const kept: number[] = [];
  let headers = '';
  let isLineStart = false;
  let at = start;
  let end = start;
  while (at < stop) {
    const byte = bytes[at]!;
    if (isLineStart && isHeader(bytes, at, stop)) {
      const headerStart = at;
      while (at < stop && bytes[at] !== 0x0a && bytes[at] !== 0x5c) at++;
      headers += `${latin1(bytes, headerStart, at)}\n`;
      continue;
    }
    if (byte === 0x2d && endMark.every((wanted, i) => bytes[at + i] === wanted))
      return { base64: String.fromCharCode(...kept), headers, end: at, isClosed: true };
    const isEscape = byte === 0x5c && at + 1 < stop;
    if (isBase64(byte)) {
      kept.push(byte);
      end = at + 1;
      isLineStart = false;
    } else if (isEscape && isEscaped(bytes[at + 1]!)) {
      at++;
      isLineStart = bytes[at] === 0x6e || bytes[at] === 0x72 || bytes[at] === 0x0a;
    } else if (isBetween(byte)) isLineStart ||= byte === 0x0a;
    else break;
    at++;
  }
  return { base64: String.fromCharCode(...kept), headers, end, isClosed: false };
}

function isBase64(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2f ||
    byte === 0x3d
  );
}

function isBetween(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || '"\'`,.|>&#;*'.includes(String.fromCharCode(byte));
}

/** `\n`, `\r`, `\t`, `\"`, and a backslash that joins lines. */
function isEscaped(byte: number): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74 || byte === 0x22 || byte === 0x0a || byte === 0x5c;
}

/** `Proc-Type: 4,ENCRYPTED`, RFC 1421. */
function isHeader(bytes: Uint8Array, at: number, stop: number): boolean {
  return /^(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash|Key-Type): /.test(latin1(bytes, at, Math.min(stop, at + 16)));
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}
