import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { formatLicenseTerm, type LicenseExpression, type LicenseTerm } from '../../lib/spdx/license-expression.ts';
import { type LicensePolicy } from '../../model/license-policy.ts';

/** Whether a licence is in a list: by its identifier, with or without its exception, or by a pattern with `*`. */
export function isListed(term: LicenseTerm, list: readonly string[]): boolean {
  const names = [term.id, `${term.id}${term.orLater ? '+' : ''}`, formatLicenseTerm(term)];
  return list.some((entry) => names.some((name) => matches(name, entry)));
}

/** Whether the licences that are allowed suffice: of `OR` one, of `AND` all. */
export function isAllowed(expression: LicenseExpression, allow: NonNullable<LicensePolicy['allow']>): boolean {
  if (expression.kind === 'license') return isListed(expression, allow);
  const [one, other] = expression.parts.map((part) => isAllowed(part, allow)) as [boolean, boolean];
  return expression.kind === 'or' ? one || other : one && other;
}

/** The denied licence that cannot be avoided: of `OR` there may be another choice. */
export function findDenied(expression: LicenseExpression, deny: NonNullable<LicensePolicy['deny']>): LicenseTerm | undefined {
  if (expression.kind === 'license') return isListed(expression, deny) ? expression : undefined;
  const [one, other] = expression.parts.map((part) => findDenied(part, deny)) as [LicenseTerm | undefined, LicenseTerm | undefined];
  return expression.kind === 'and' ? (one ?? other) : one === undefined ? undefined : other;
}

function matches(name: string, entry: string): boolean {
  return matchesWildcard(name.toLowerCase(), entry.toLowerCase());
}
