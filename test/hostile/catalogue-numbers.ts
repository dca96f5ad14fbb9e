/** The groups of the catalogue of hostile inputs (RELIABILITY, section 3) that this project answers for so far. */
export const catalogueGroups: readonly { readonly name: string; readonly first: number; readonly last: number }[] = [
  { name: 'tar stream', first: 1, last: 42 },
  { name: 'compression', first: 43, last: 65 },
  { name: 'documents', first: 66, last: 95 },
  { name: 'digests', first: 96, last: 103 },
  { name: 'whiteouts', first: 104, last: 115 },
  { name: 'links', first: 116, last: 130 },
  { name: 'package databases', first: 131, last: 148 },
  { name: 'registry', first: 200, last: 230 },
  { name: 'feeds and database', first: 240, last: 263 },
  { name: 'TUF and Docker Content Trust', first: 264, last: 307 },
  { name: 'Sigstore and Notation', first: 308, last: 339 },
];

/**
 * Numbers that the names of tests in a source text carry: `it('96 …`, `it('70: …`, a table's row `['91: …`, and `… (47, 48)` or
 * `… [47, 48]` in either. Rows need the colon, since much else in a row begins with a number.
 */
export function collectNumbers(source: string): readonly number[] {
  return [...source.matchAll(testNames)].flatMap(({ groups }) => {
    const { row, text = '' } = groups!;
    const leading = (row === undefined ? /^[\d, ]+(?=:? )/ : /^[\d, ]+(?=: )/).exec(text)?.[0] ?? '';
    const inside = [...text.matchAll(/ [([](\d{1,3}(?:, \d{1,3})*)[)\]]/g)].map(([, numbers]) => numbers);
    return [leading, ...inside].flatMap((list) => [...(list ?? '').matchAll(/\d+/g)].map(([number]) => Number(number)));
  });
}

/** A string that is the first argument of `it`, `describe` or what `each` answers, or the first of a row. */
const testNames = /(?:\b(?:it|describe)(?:\.\w+)*\(|\)\(|(?<row>\[))\s*(?<quote>['"`])(?<text>(?:(?!\k<quote>).)*)\k<quote>/g;
