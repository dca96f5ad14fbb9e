import { type Checked, type ImageDescription } from '../../model/checker.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { imageRules } from './image-rules.ts';

/** What is wrong with the configuration and the history of an image. */
export function checkImage(image: ImageDescription): Checked {
  const findings = imageRules.flatMap((rule) => Array.from(rule.check(image), (violation) => makeRuleFinding(rule, violation)));
  return { findings, issues: [] };
}
