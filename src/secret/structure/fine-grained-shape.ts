import { type StructureCheck } from '../secret-rule.ts';

/** GitHub's fine-grained tokens are 22 characters, an underscore and 59 characters. */
export const fineGrainedShape: StructureCheck = (value) =>
  /^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/.test(value)
    ? { is: 'valid' }
    : { is: 'doubtful', note: 'GitHub has no token with these parts: it is made up or damaged' };
