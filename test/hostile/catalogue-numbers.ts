/** The groups of the catalogue of hostile inputs. Each number is one kind of hostile input, which at least one test covers or `uncovered.ts` lists. */
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

/** Numbers in brackets at the end of test names in a source text: `it('refuses a wrong checksum [47, 48]', …`, or the first string of a table's row. */
export function collectNumbers(source: string): readonly number[] {
  return [...source.matchAll(testNames)].flatMap(({ groups }) => {
    const [, list = ''] = / \[(\d{1,3}(?:, \d{1,3})*)\]$/.exec(groups!['text'] ?? '') ?? [];
    return [...list.matchAll(/\d+/g)].map(([number]) => Number(number));
  });
}

/** A string that is the first argument of `it` or `describe`, or of the function that `each` returns, or the first string of a row. */
const testNames = /(?:\b(?:it|describe)(?:\.\w+)*\(|\)\(|\[)\s*(?<quote>['"`])(?<text>(?:(?!\k<quote>).)*)\k<quote>/g;
