import { type TrustScheme } from '../../../model/trust/trust-verdict.ts';
import { type Verifying } from './verifying.ts';

/** Loads one scheme, so that the others cost nothing. Notary binds tags and runs before (`notary.ts`). */
export async function loadVerifying(scheme: Exclude<TrustScheme, 'notary'>): Promise<Verifying> {
  if (scheme === 'sigstore') return (await import('./sigstore.ts')).sigstoreVerifying;
  return (await import('./notation.ts')).notationVerifying;
}
