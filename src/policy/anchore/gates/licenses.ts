import { type AnchoreTrigger, type JudgedImage, type TriggerMatch } from '../anchore-trigger.ts';
import { type RuleParameters } from '../rule-parameters.ts';

/** Triggers of the gate `licenses`. */
export const licenseTriggers: readonly AnchoreTrigger[] = [
  {
    gates: ['licenses'],
    names: ['blacklist_exact_match', 'denylist_exact_match'],
    parameters: { licenses: 'list' },
    required: ['licenses'],
    judge: judgeExactly,
  },
  {
    gates: ['licenses'],
    names: ['blacklist_partial_match', 'denylist_partial_match'],
    parameters: { licenses: 'list' },
    required: ['licenses'],
    judge: (parameters, image) => licensed(image, (license) => parameters.list('licenses').some((part) => license.includes(part))),
  },
];

function judgeExactly(parameters: RuleParameters, image: JudgedImage): readonly TriggerMatch[] {
  const denied = new Set(parameters.list('licenses'));
  return licensed(image, (license) => denied.has(license));
}

/** A license as written, and each part of an SPDX expression. */
function licensed({ report }: JudgedImage, isDenied: (license: string) => boolean): readonly TriggerMatch[] {
  return report.packages.flatMap(({ purl, licenses }) => {
    const names = licenses.flatMap((text) => [text, ...text.split(/\s+(?:AND|OR|WITH)\s+|[()]/).map((part) => part.trim())]);
    const found = names.find((name) => name !== '' && isDenied(name));
    return found === undefined ? [] : [{ text: `${purl} has the license ${found}` }];
  });
}
