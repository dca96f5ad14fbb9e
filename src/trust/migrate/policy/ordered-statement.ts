import { stringify } from 'yaml';
import { decodeTrustPolicy } from '../../verdict/policy/decode-trust-policy.ts';
import { type TrustStatement } from '../../verdict/policy/trust-policy.ts';
import { type PolicyStatement, toYamlStatement } from './policy-terms.ts';

/** In the place of a root key that the first signature makes. */
export const unknownRootKey = '0'.repeat(64);

/** The new statement as verification reads what is written. Root keys that are not known yet are no reason to refuse. */
export function orderedStatement({ match, terms }: PolicyStatement): TrustStatement {
  const { notary } = terms;
  const isUnknown = notary?.rootKeys.length === 0;
  const known = isUnknown ? { ...terms, notary: { ...notary, rootKeys: [unknownRootKey] } } : terms;
  const text = stringify({ trust: { images: [toYamlStatement({ match, terms: known })] } }, { lineWidth: 0, aliasDuplicateObjects: false });
  return decodeTrustPolicy(text, 'the new policy')!.statements[0]!;
}
