import { parseReference } from '../../../model/reference.ts';
import { findStatement } from '../../verdict/policy/find-statement.ts';
import { type TrustPolicy, type TrustStatement } from '../../verdict/policy/trust-policy.ts';
import { orderedStatement } from './ordered-statement.ts';
import { policyConflict } from './policy-conflict.ts';
import { policySchemes, type PolicyStatement } from './policy-terms.ts';
import { findUnmetTerm } from './unmet-term.ts';
import { weakerTerms } from './weaker-terms.ts';

/** Of the statement that the file has for the repository: throws where the new signatures could not satisfy it, and says where it is weaker than what was ordered. */
export function checkOwnStatement(policy: TrustPolicy | undefined, statement: PolicyStatement, file: string): readonly string[] {
  const own = policy && findStatement(policy, parseReference(statement.match))?.statement;
  // What cannot be extended is refused as it is extended.
  if (own === undefined || own.action === 'ignore' || own.action === 'forbid' || own.images.length > 1) return [];
  const unmet = findUnmetTerm(own, statement);
  if (unmet !== undefined) throw policyConflict(file, statement.match)(unmet.reason, `${unmet.remedy}, or choose another file`);
  const ordered = orderedStatement(statement);
  const present = policySchemes.filter((scheme) => own[scheme] !== undefined && ordered[scheme] !== undefined);
  const compared = { ...ordered, ...Object.fromEntries(policySchemes.map((scheme) => [scheme, present.includes(scheme) ? ordered[scheme] : undefined])) };
  const weaker = present.length === 0 ? [] : weakerTerms(compared, { ...own, action: 'enforce' }).map((reason) => differs(own, reason));
  const warns = own.action === 'warn' ? ['has the action warn, so nothing is enforced: images without the new signatures pass. Set action: enforce'] : [];
  return [...warns, ...weaker].map((reason) => `${file}: the statement for ${statement.match} ${reason}`);
} // prettier-ignore

/** A reason of `weakerTerms` is about what was ordered; here the statement of the file is described. */
function differs({ sigstore, notary }: TrustStatement, reason: string): string {
  const [identities, rootKeys] = [sigstore?.identities.length ?? 0, notary?.rootKeyIds.length ?? 0];
  if (reason.includes('sigstore identities') && identities > 1) return `trusts ${identities} identities; anyone of them can sign alone`;
  if (reason.includes('rootKeys') && rootKeys > 1) return `trusts ${rootKeys} root keys`;
  return `is weaker than the new policy, which ${reason}`;
}
