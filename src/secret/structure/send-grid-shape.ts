import { type StructureCheck } from '../secret-rule.ts';

/** SendGrid's keys are an identifier of 22 characters and a secret of 43. */
export const sendGridShape: StructureCheck = (value) =>
  /^SG\.[\w-]{22}\.[\w-]{43}$/.test(value) ? { is: 'valid' } : { is: 'doubtful', note: 'its two parts do not have the lengths of a key' };
