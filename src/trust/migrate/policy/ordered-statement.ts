import { stringify } from 'yaml';
import { decodeTrustPolicy } from '../../verdict/policy/decode-trust-policy.ts';
import { type TrustStatement } from '../../verdict/policy/trust-policy.ts';
import { type PolicyStatement, toYamlStatement } from './policy-terms.ts';

/** The new statement as verification reads what is written. Root keys that are not known yet are no reason to refuse. */
export function orderedStatement({ match, terms }: PolicyStatement): TrustStatement {
  const { notary } = terms;
  const isUnknown = notary?.rootKeys.length === 0;
  const known = isUnknown ? { ...terms, notary: { ...notary, rootKeys: ['0'.repeat(64)] } } : terms;
  const text = stringify({ trust: { images: [toYamlStatement({ match, terms: known })] } }, { lineWidth: 0, aliasDuplicateObjects: false });
  return decodeTrustPolicy(text, 'the new policy')!.statements[0]!;
}
