/** SPDX identifiers of the licences that R names by abbreviations; "Writing R Extensions", 1.1.2, and share/licenses/license.db of R. */
const identifiers: ReadonlyMap<string, string> = new Map([
  ['MIT', 'MIT'],
  ['GPL-2', 'GPL-2.0-only'],
  ['GPL-3', 'GPL-3.0-only'],
  ['LGPL-2', 'LGPL-2.0-only'],
  ['LGPL-2.1', 'LGPL-2.1-only'],
  ['LGPL-3', 'LGPL-3.0-only'],
  ['AGPL-3', 'AGPL-3.0-only'],
  ['Apache License 2.0', 'Apache-2.0'],
  ['Apache License (== 2.0)', 'Apache-2.0'],
  ['Artistic-2.0', 'Artistic-2.0'],
  ['BSD_2_clause', 'BSD-2-Clause'],
  ['BSD_3_clause', 'BSD-3-Clause'],
  ['BSL-1.0', 'BSL-1.0'],
  ['CC0', 'CC0-1.0'],
  ['CC BY 4.0', 'CC-BY-4.0'],
  ['MPL-2.0', 'MPL-2.0'],
  ['GPL (>= 2)', 'GPL-2.0-or-later'],
  ['GPL (>= 2.0)', 'GPL-2.0-or-later'],
  ['GPL (>= 3)', 'GPL-3.0-or-later'],
  ['GPL (>= 3.0)', 'GPL-3.0-or-later'],
  ['GPL (== 2)', 'GPL-2.0-only'],
  ['GPL (== 3)', 'GPL-3.0-only'],
  ['LGPL (>= 2)', 'LGPL-2.0-or-later'],
  ['LGPL (>= 2.1)', 'LGPL-2.1-or-later'],
  ['LGPL (>= 3)', 'LGPL-3.0-or-later'],
  ['AGPL (>= 3)', 'AGPL-3.0-or-later'],
  ['Apache License (>= 2.0)', 'Apache-2.0'],
  ['Apache License (>= 2)', 'Apache-2.0'],
]);

/** `MIT + file LICENSE`, `GPL-2 | GPL-3`: alternatives, each of which may have additions in a file. One licence of the package each. */
export function readRLicenses(field: string | undefined): readonly string[] {
  const alternatives = (field ?? '').split('|').map((each) =>
    each
      .replace(/\s*\+\s*file\s+LICEN[CS]E\s*$/i, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return alternatives.filter((each) => each !== '' && !/^file LICEN[CS]E$/i.test(each)).map((each) => identifiers.get(each) ?? each);
}
