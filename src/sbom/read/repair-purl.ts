import { limits } from '../../model/limits.ts';
import { parsePurl, type Purl } from '../../model/purl.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * A purl as producers write it: spaces around it, a scheme in capitals, an npm scope or a percent sign that is not encoded, a qualifier twice or
 * without a valid key. `undefined` where it cannot be told what was meant.
 */
export function repairPurl(written: string): Purl | undefined {
  const text = written.trim();
  if (text.length > limits.purlCharacters) return undefined;
  return tryParse(text) ?? tryParse(withoutOddQualifiers(encodeStrayPercents(text)));
}

function tryParse(text: string): Purl | undefined {
  try {
    return parsePurl(text);
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}

/** Bytes that are not UTF-8 stay as they are written. */
function encodeStrayPercents(text: string): string {
  const encoded = text.replace(/%(?![0-9a-f]{2})/gi, '%25');
  try {
    decodeURIComponent(encoded);
    return encoded;
  } catch {
    return encoded.replaceAll('%', '%25');
  }
}

/** Of a qualifier that is there twice the first counts. */
function withoutOddQualifiers(text: string): string {
  const hash = text.lastIndexOf('#');
  const [path, subpath] = hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash)];
  const question = path.indexOf('?');
  if (question === -1) return text;
  const kept = new Map<string, string>();
  for (const pair of path.slice(question + 1).split(/&(?:amp;)?/)) {
    const key = pair.slice(0, Math.max(pair.indexOf('='), 0)).toLowerCase();
    if (/^[a-z][a-z0-9._-]{0,127}$/.test(key) && !kept.has(key)) kept.set(key, pair.slice(pair.indexOf('=') + 1));
  }
  return `${path.slice(0, question)}${kept.size === 0 ? '' : '?'}${Array.from(kept, ([key, value]) => `${key}=${value}`).join('&')}${subpath}`;
}
