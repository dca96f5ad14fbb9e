import { type SecretSettings } from '../../model/secret-settings.ts';
import { limits } from '../../model/limits.ts';
import { type RuleFile, RuleFileFault } from './rule-file.ts';

/** What several files say together: everything that one of them adds, allows or turns off. Throws RuleFileFault for two rules with one id. */
export function joinRuleFiles(files: readonly RuleFile[]): SecretSettings {
  const rules = files.flatMap((file) => file.rules);
  if (rules.length > limits.customSecretRules) throw new RuleFileFault(`more than ${limits.customSecretRules} rules in all`, 1);
  const origins = new Map<string, string>();
  for (const { id, origin } of rules) {
    const other = origins.get(id);
    if (other !== undefined)
      throw new RuleFileFault(`two rules are called ${JSON.stringify(id)}: ${other} and ${origin}`, 1, 'give each an id of its own');
    origins.set(id, origin);
  }
  const chosen = files.flatMap(({ builtIn: { only } }) => (only === undefined ? [] : [only]));
  return {
    rules,
    allowances: files.flatMap(({ allowances }) => allowances),
    builtIn: { except: files.flatMap(({ builtIn }) => builtIn.except), ...(chosen.length === 0 ? {} : { only: chosen.flat() }) },
  };
}
