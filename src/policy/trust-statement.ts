import { type PolicyStatement } from '../model/decision.ts';
import { type TrustVerdict } from '../model/trust/trust-verdict.ts';

/** Who signed the image is a gate of its own. A policy that says warn or ignore lets any image pass. */
export function trustStatement({ isTrusted, action, policy }: TrustVerdict): PolicyStatement {
  if (isTrusted) return { text: `signed as ${policy} requires`, isMet: true, violatedBy: [] };
  const text =
    policy === 'none'
      ? 'signatures not verified: no trusted signer was given, by a policy or an option'
      : `not signed as ${policy} requires`;
  if (action === 'warn') return { text: `${text} (policy: warn)`, isMet: true, isWarning: true, violatedBy: [] };
  if (action === 'ignore') return { text: `${text} (policy: ignore)`, isMet: true, violatedBy: [] };
  return { text, isMet: false, violatedBy: [] };
}
