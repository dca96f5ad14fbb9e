import { type CustomSecretRule, type SecretAllowance } from '../../model/secret-settings.ts';
import { limits } from '../../model/limits.ts';
import { compileUserPattern, findPatternFault } from './user-pattern.ts';

/** Makes the error of a reader for what is wrong with a member. */
export type FaultAt = (member: string, message: string, meant?: string) => Error;

/** The rule, or the error that says why it cannot be looked for. */
export function checkedRule(rule: CustomSecretRule, fault: FaultAt): CustomSecretRule {
  const { id, pattern, path, keywords, group } = rule;
  if (id.trim() === '' || /[\p{Cc}\p{Cf}]/u.test(id)) throw fault('id', 'is not a name', 'id: acme-token');
  if (pattern === undefined && path === undefined) throw fault('regex', 'is missing, and there is no path', "regex: 'acme_[a-z0-9]{32}'");
  checkPattern(pattern, 'regex', fault);
  checkPattern(path, 'path', fault);
  if (pattern !== undefined) checkGroup(pattern, group, fault);
  if (keywords.length > limits.customSecretKeywords) throw fault('keywords', `are more than ${limits.customSecretKeywords}`);
  const odd = keywords.find((keyword) => !/^[\x20-\x7e]{2,64}$/.test(keyword));
  if (odd !== undefined)
    throw fault('keywords', `have ${JSON.stringify(odd.slice(0, 64))}, which is not 2 to 64 characters of ASCII`, 'keywords: [acme]');
  return rule;
}

/** The same for what may stay. */
export function checkedAllowance(allowance: SecretAllowance, fault: FaultAt): SecretAllowance {
  for (const path of allowance.paths) checkPattern(path, 'paths', fault);
  for (const pattern of allowance.patterns) checkPattern(pattern, 'regexes', fault);
  if (allowance.paths.length + allowance.patterns.length + allowance.stopWords.length === 0)
    throw fault('', 'allows nothing: it has no path, no pattern and no word', "paths: ['^opt/app/test/']");
  return allowance;
}

function checkPattern(pattern: string | undefined, member: string, fault: FaultAt): void {
  const wrong = pattern === undefined ? undefined : findPatternFault(pattern);
  if (wrong !== undefined)
    throw fault(member, `is not a pattern that RE2 reads: ${wrong}`, 'see https://github.com/google/re2/wiki/Syntax');
}

function checkGroup(pattern: string, group: string | number | undefined, fault: FaultAt): void {
  if (group === undefined || group === 0) return;
  const compiled = compileUserPattern(pattern);
  const isThere = typeof group === 'number' ? group <= compiled.groupCount() : Object.hasOwn(compiled.namedGroups(), group);
  if (!isThere) throw fault('group', `is ${JSON.stringify(group)}, which the pattern does not have`);
}
