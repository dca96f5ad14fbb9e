import { type LicenseExpression, type LicenseTerm } from '../../lib/spdx/license-expression.ts';

/** From what may always be used to what most companies may not use at all; the names are those of Google's classification, which Trivy's users know. */
export const licenseCategories = ['unencumbered', 'permissive', 'notice', 'reciprocal', 'restricted', 'forbidden'] as const;
export type LicenseCategory = (typeof licenseCategories)[number];

/** The first row that fits counts. */
const rows: readonly (readonly [RegExp, LicenseCategory])[] = [
  // What asks for the source of a service, forbids commercial use, or is for evaluation only.
  [/^(?:AGPL-|SSPL-|BUSL-|Elastic-2\.0|CC-BY-NC|CPAL-|PolyForm-|Commons-Clause|Parity-|RPL-|NPOSL-|JSON$|Watcom-|CC-BY-ND|DOC$|Xfree86-1\.1)/, 'forbidden'],
  [/^(?:GPL-|LGPL-|LGPLLR|OSL-|QPL-|Sleepycat|EUPL-|CECILL-(?:1|2)|CC-BY-SA-|NPL-|BCL|MS-RL|GFDL-|ODbL-|copyleft-next|SimPL|AAL)/, 'restricted'],
  [/^(?:MPL-|EPL-|CDDL-|CPL-|IPL-|APSL-|SPL-|Ruby$|FreeImage|OFL-|CeCILL-C|CECILL-C|LPL-|OPL-|Nokia|RPSL|MulanPubL|CDLA-Sharing)/, 'reciprocal'],
  [/^(?:CC0-|Unlicense$|0BSD$|PDDL-|SAX-PD|NIST-PD|blessing$|LPD-document|WTFPL$|public-domain)/, 'unencumbered'],
  [/^(?:MIT|ISC$|BSD-|Apache-|Zlib$|zlib-|BSL-1\.0|PSF-|Python-|PostgreSQL$|OpenSSL|X11|curl$|ICU$|Unicode-|W3C|NCSA$|UPL-|BlueOak-|HPND|TCL$|Artistic-|AFL-|FTL$|libpng|Libpng|IJG|MS-PL$|PHP-|NTP|Info-ZIP|bzip2|CC-BY-[1-4]|Vim$|SSH-|Beerware|FSF|Latex|LPPL-|ZPL-|Zend|EDL-|ECL-|CNRI|TCP-wrappers|Spencer|RSA-MD|SMLNJ|StandardML|SGI-B|Sendmail|Net-SNMP|MirOS|Minpack|mpich2|Linux-|JasPer|Intel$|HTMLTIDY|gnuplot|GL2PS|Fair$|EFL-|DSDP|Cube|CrystalStacker|CNRI|CDLA-Permissive|CATOSL|Borceux|Bitstream|BitTorrent|Barr|Bahyph|Afmparse|Adobe|Abstyles|TU-Berlin|snprintf|SWL|Saxpath|Rdisc|psutils|Plexus|OLDAP|OGTSL|OFFIS|NLOD|NRL|Mup|MTLL|Libtool|libtiff|Leptonica|Jam|ImageMagick|IBM-pibs|Giftware|etalab|eGenix|dvipdfm|diffmark|check-cvs|Boehm-GC|App-s2p|MulanPSL)/, 'notice'],
]; // prettier-ignore

/** `undefined` for a licence that is in no row, such as a `LicenseRef-…`. */
export function categoryOf({ id, exception }: LicenseTerm): LicenseCategory | undefined {
  const category = rows.find(([pattern]) => pattern.test(id))?.[1];
  // Exceptions allow what the licence asks in return for: linking, or what a compiler puts into its output.
  return exception !== undefined && category === 'restricted' ? 'reciprocal' : category;
}

/** The first row that fits counts. */
const texts: readonly (readonly [RegExp, LicenseCategory])[] = [
  [/\bagpl|affero|server side public|non-?commercial/i, 'forbidden'],
  [/\bl?gpl.*exception/i, 'reciprocal'],
  [/\bl?gpl|gnu (?:lesser |library )?general public|\bgfdl|gnu free documentation/i, 'restricted'],
  [/\bmpl|mozilla public|\bepl|eclipse public|\bcddl\b/i, 'reciprocal'],
  [/public[ -]?domain|\bunlicense\b|\bcc0\b/i, 'unencumbered'],
  [
    /\b(?:mit|bsd|apache|isc|zlib|expat|x11|artistic|permissive|psf|python|openssl|curl|unicode|perl|ibm|sun|tiff|jpeg|fsf|boost)\b|^(?:bsd|mit|x11|apache|expat|fsf)/i,
    'notice',
  ],
];

/** What a licence is whose name is none of the SPDX list, as Debian's own names and the titles of licences are not: `GPL-3+ with Bison exception`. */
export function categoryOfText(text: string): LicenseCategory | undefined {
  return texts.find(([pattern]) => pattern.test(text))?.[1];
}

/** `undefined` of none. */
export function strictest(categories: readonly LicenseCategory[]): LicenseCategory | undefined {
  return licenseCategories[Math.max(...categories.map((category) => licenseCategories.indexOf(category)))];
}

export interface JudgedExpression {
  /** Of the licence that decides; `undefined` where none that counts has a category. */
  readonly category?: LicenseCategory;
  /** Licences of no category that cannot be avoided by choosing another. */
  readonly unknown: readonly LicenseTerm[];
}

/** What an expression asks: of `AND` what the licence asks that asks most, of `OR` the one that asks least. */
export function judgeExpression(expression: LicenseExpression): JudgedExpression {
  if (expression.kind === 'license') {
    const category = categoryOf(expression);
    return category === undefined ? { unknown: [expression] } : { category, unknown: [] };
  }
  const [one, other] = expression.parts.map(judgeExpression) as [JudgedExpression, JudgedExpression];
  if (expression.kind === 'or') return rankOf(one) <= rankOf(other) ? one : other;
  const category = strictest([one, other].flatMap((each) => each.category ?? []));
  return { ...(category === undefined ? {} : { category }), unknown: [...one.unknown, ...other.unknown] };
}

/** What is not known is the last choice. */
function rankOf({ category, unknown }: JudgedExpression): number {
  return category === undefined || unknown.length > 0 ? licenseCategories.length : licenseCategories.indexOf(category);
}
