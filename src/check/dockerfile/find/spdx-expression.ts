import ids from 'spdx-license-ids/index.json' with { type: 'json' };
import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };

const known: ReadonlySet<string> = new Set([...ids, ...deprecated].map((id) => id.toLowerCase()));

/** An SPDX licence expression of known identifiers (SPDX 2.3, Annex D). */
export function isSpdxExpression(text: string): boolean {
  const words = text.replaceAll(/[()]/g, ' $& ').trim().split(/\s+/);
  let depth = 0;
  let expectsLicense = true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '(' && expectsLicense) depth++;
    else if (word === ')' && !expectsLicense && depth > 0) depth--;
    else if (expectsLicense && isLicense(word)) expectsLicense = false;
    else if (!expectsLicense && /^(?:AND|OR)$/i.test(word)) expectsLicense = true;
    else if (!expectsLicense && /^WITH$/i.test(word) && /^[\w.-]+$/.test(words[at + 1] ?? '')) at++;
    else return false;
  }
  return !expectsLicense && depth === 0;
}

function isLicense(word: string): boolean {
  return (
    known.has(word.replace(/\+$/, '').toLowerCase()) ||
    /^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(word) ||
    word === 'NONE' ||
    word === 'NOASSERTION'
  );
}
