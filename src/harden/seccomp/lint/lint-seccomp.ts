import { jsonLines } from '../../../lib/json/json-lines.ts';
import { type RuleFinding } from '../../../model/finding.ts';
import { makeRuleFinding } from '../../../model/rule-finding.ts';
import { readSeccompProfile } from '../read-seccomp-profile.ts';
import { containerRules } from './container-rules.ts';
import { type ProfileRule } from './profile-rule.ts';
import { ruleRules } from './rule-rules.ts';
import { wholeProfileRules } from './whole-profile-rules.ts';
import { wordRules } from './word-rules.ts';

/** Every rule about seccomp profiles. */
export const profileRules: readonly ProfileRule[] = [...wholeProfileRules, ...wordRules, ...ruleRules, ...containerRules];

/** What is wrong with a profile, each with its line. Throws JsonError for what is no profile. */
export function lintSeccomp(bytes: Uint8Array, path: string): readonly RuleFinding[] {
  const read = readSeccompProfile(bytes);
  const lines = jsonLines(new TextDecoder().decode(bytes));
  return profileRules.flatMap((rule) =>
    [...rule.check(read)].map(({ setting = '', ...violation }) => {
      const line = lineOf(lines, setting);
      return makeRuleFinding(rule, { ...violation, location: { path, ...(line === undefined ? {} : { line }) } });
    }),
  );
}

/** Of the member, or of what it would be in. */
function lineOf(lines: ReadonlyMap<string, number>, path: string): number | undefined {
  for (let at = path; at !== ''; at = at.replace(/(?:\.[^.[\]]*|\[\d+\]|^[^.[]+)$/, '')) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get('');
}
