import { type RuleFinding } from '../model/finding.ts';
import { type ImageConfig } from '../model/image.ts';
import { type ScanTarget } from '../model/report.ts';
import { checkSecretSettings } from '../secret/check-secret-settings.ts';
import { maskSecrets } from '../secret/mask-secrets.ts';
import { type RulesInUse } from '../secret/rules-in-use.ts';

/** What a report shows of an image apart from its packages. */
export interface Described {
  readonly target: ScanTarget;
  readonly ruleFindings: readonly RuleFinding[];
}

/** Instructions of an image's history may hold secrets, and a report shows them. */
export function findAndMask({ target, ruleFindings }: Described, config: ImageConfig | undefined, rules?: RulesInUse): Described {
  const found = config === undefined ? [] : checkSecretSettings({ config }, rules).findings;
  const mask = (text: string): string => maskSecrets(text, rules?.ruleSet);
  return {
    target: {
      ...target,
      layers: target.layers.map((layer) => (layer.createdBy === undefined ? layer : { ...layer, createdBy: mask(layer.createdBy) })),
    },
    ruleFindings: [
      ...ruleFindings.map((finding) => ({
        ...finding,
        message: mask(finding.message),
        ...(finding.instruction === undefined ? {} : { instruction: mask(finding.instruction) }),
        ...(finding.excerpt === undefined ? {} : { excerpt: mask(finding.excerpt) }),
      })),
      ...found,
    ],
  };
}
