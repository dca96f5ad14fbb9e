import { type StructureCheck } from '../secret-rule.ts';

/** Keys of Stripe's test mode move no money. */
export const stripeMode: StructureCheck = (value) =>
  value.startsWith('test', 3) ? { is: 'valid', note: 'a key of the test mode', severity: 'medium' } : { is: 'valid' };
