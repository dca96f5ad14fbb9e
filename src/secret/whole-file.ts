import { type RuleSet } from './engine/rule-set.ts';
import { type SecretMatch } from './engine/secret-match.ts';

/** What is said of a file that is a secret as a whole. */
export function wholeFileFact(ruleId: string, more: Partial<SecretMatch> = {}): SecretMatch {
  return { ruleId, line: 1, column: 1, endColumn: 1, excerpt: '', ...more };
}

/** By the rules of a user that name paths. */
export function factsOfWholeFile({ wholeFiles = [] }: RuleSet, path: string, more: Partial<SecretMatch> = {}): readonly SecretMatch[] {
  return wholeFiles
    .filter(({ matches }) => matches(path))
    .map(({ ruleId, allowed }) => {
      const suppression = allowed(path);
      return wholeFileFact(ruleId, { ...more, ...(suppression === undefined ? {} : { allowed: suppression }) });
    });
}
