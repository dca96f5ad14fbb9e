import { type TrustScheme } from '../../../model/trust/trust-verdict.ts';
import { type Verifying } from './verifying.ts';

/** Loads only what a statement names: certificates and envelopes of one scheme cost the others nothing. Notary binds tags and is asked before (`notary.ts`). */
export async function loadVerifying(scheme: Exclude<TrustScheme, 'notary'>): Promise<Verifying> {
  if (scheme === 'sigstore') return (await import('./sigstore.ts')).sigstoreVerifying;
  return (await import('./notation.ts')).notationVerifying;
}
