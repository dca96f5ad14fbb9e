import { formatLicenseTerm, parseLicenseExpression, type LicenseExpression, type LicenseTerm } from '../../lib/spdx/license-expression.ts';
import { isLicenseId } from '../../lib/spdx/license-ids.ts';
import { type Checked, type ImageDescription } from '../../model/checker.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { type LicensePolicy } from '../../model/license-policy.ts';
import { type Package } from '../../model/package.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { barePurl } from '../../model/bare-purl.ts';
import { categoryOfText, judgeExpression, strictest, type LicenseCategory } from './license-category.ts';
import { findDenied, isAllowed } from './license-policy.ts';
import { licenseRules, type LicenseRule } from './license-rules.ts';

/** What is wrong with the licences of packages. The image's own application, and what only another document claims, is left out. */
export function checkLicenses({ packages, licensePolicy = {} }: Pick<ImageDescription, 'packages' | 'licensePolicy'>): Checked {
  const judged = packages.filter(({ isOwn, evidence }) => isOwn !== true && evidence !== 'claimed');
  return { findings: judged.flatMap((found) => [...judgePackage(found, licensePolicy)]), issues: [] };
}

function* judgePackage(found: Package, policy: LicensePolicy): Iterable<RuleFinding> {
  const stated = found.licenses.map((text) => ({ text, expression: parseLicenseExpression(text), ids: idsIn(text) }));
  for (const { text, expression, ids } of stated)
    if (expression === undefined && ids.length > 0) yield report(licenseRules.invalid, found, `${text} is no valid SPDX expression`, text);
  const whole = joinExpressions(
    stated.flatMap(({ expression, ids }): readonly LicenseExpression[] => (expression === undefined ? ids : [expression])),
  );
  const unread = stated.filter(({ expression, ids }) => expression === undefined && ids.length === 0).map(({ text }) => text);
  yield* judge(found, whole, unread, policy);
}

function* judge(
  found: Package,
  whole: LicenseExpression | undefined,
  unread: readonly string[],
  { allow, deny }: LicensePolicy,
): Iterable<RuleFinding> {
  const written = found.licenses.join(', ');
  const denied = whole === undefined || deny === undefined ? undefined : findDenied(whole, deny);
  if (denied !== undefined) yield report(licenseRules.denied, found, `${written} is denied`);
  if (allow !== undefined) {
    const isEnough = whole !== undefined && isAllowed(whole, allow) && unread.every((text) => allow.includes(text));
    if (!isEnough && denied === undefined) yield report(licenseRules.notAllowed, found, `${written || 'no known licence'} is not allowed`);
    return;
  }
  const own = unread.find((text) => unlicensed.test(text));
  if (own !== undefined) yield report(licenseRules.unlicensed, found, `the licence is "${own}"`);
  const strange = unread.find((text) => !unlicensed.test(text) && categoryOfText(text) === undefined);
  if (strange !== undefined) yield report(licenseRules.unknown, found, `"${strange.slice(0, 120)}" is no known licence`, strange);
  if (whole === undefined && unread.length === 0) yield report(licenseRules.unknown, found, 'no licence is stated');
  const judged = whole === undefined ? undefined : judgeExpression(whole);
  for (const term of judged?.unknown ?? [])
    yield report(licenseRules.unknown, found, `${formatLicenseTerm(term)} is in no category`, formatLicenseTerm(term));
  const category = strictest([judged?.category, ...unread.map(categoryOfText)].filter((each) => each !== undefined));
  const rule = category === undefined ? undefined : ruleOfCategory[category];
  if (rule !== undefined && denied === undefined) yield report(rule, found, written);
}

const ruleOfCategory: Readonly<Record<LicenseCategory, LicenseRule | undefined>> = {
  unencumbered: undefined,
  permissive: undefined,
  notice: undefined,
  reciprocal: licenseRules.reciprocal,
  restricted: licenseRules.restricted,
  forbidden: licenseRules.forbidden,
};

/** npm's word for what nobody may use, and what authors of commercial software write. */
const unlicensed = /^(?:UNLICENSED$|SEE LICEN[CS]E IN\b|proprietary|commercial|closed|all rights reserved|private$)/i;

/** Licences that a text names although it is no expression, so that a slip of the pen loses none. */
function idsIn(text: string): readonly LicenseTerm[] {
  const words = text.match(/[A-Za-z0-9.+-]+/g) ?? [];
  const ids = words.map((word) => word.replace(/\+$/, '')).filter((word) => isLicenseId(word));
  return [...new Set(ids)].map((id) => ({ kind: 'license', id, orLater: false }));
}

/** All of them apply. */
function joinExpressions(parts: readonly LicenseExpression[]): LicenseExpression | undefined {
  return parts.reduce<LicenseExpression | undefined>(
    (whole, part) => (whole === undefined ? part : { kind: 'and', parts: [whole, part] }),
    undefined,
  );
}

function report(rule: LicenseRule, found: Package, what: string, key = ''): RuleFinding {
  const [first] = found.locations;
  return makeRuleFinding(rule, {
    message: `${found.name} ${found.version ?? ''}: ${what}`.replace(' :', ':'),
    packageId: found.id,
    // The package, not the file that records it, tells one finding from another.
    key: [barePurl(found.purl), key].join(' ').trim(),
    ...(first === undefined ? {} : { location: { path: first.path, layerIndex: found.layerIndex } }),
  });
}
