import { builtInRuleSet } from './built-in-rule-set.ts';
import { type RuleSet } from './engine/rule-set.ts';
import { SecretStream } from './engine/secret-stream.ts';

/** The text with every secret in it masked: an instruction of a Dockerfile, which a report shows. */
export function maskSecrets(text: string, custom?: RuleSet): string {
  // A built-in rule that a user does not want reported still masks.
  const masked = maskWith(builtInRuleSet(), text);
  return custom === undefined ? masked : maskWith(custom, masked);
}

function maskWith(rules: RuleSet, text: string): string {
  const bytes = Buffer.from(text);
  const placed = SecretStream.locateIn(rules, settingsPath, bytes);
  if (placed.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const { start, end, match } of placed) {
    masked += bytes.toString('utf8', at, start) + match.excerpt;
    at = end;
  }
  return masked + bytes.toString('utf8', at);
}

/** Text of an image's configuration is read as a file of settings. */
export const settingsPath = '.env';
