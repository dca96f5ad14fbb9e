import { type Rule } from 'eslint';

export declare const houseRules: {
  readonly rules: Readonly<Record<'no-process-env' | 'no-shell' | 'no-recursive-mkdir' | 'no-wall-clock-in-tests', Rule.RuleModule>>;
};
