import { type StructureCheck } from '../secret-rule.ts';

/** Random text of letters and digits has upper case, lower case and digits; identifiers of programs have no digits in the middle. */
export const mixedCase: StructureCheck = (value) =>
  /[A-Z]/.test(value) && /[a-z]/.test(value.slice(2)) && /\d/.test(value) ? { is: 'valid' } : { is: 'none' };
