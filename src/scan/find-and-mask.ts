import { type RuleFinding } from '../model/finding.ts';
import { type ImageConfig } from '../model/image.ts';
import { type ScanTarget } from '../model/report.ts';
import { checkSecretSettings } from '../secret/check-secret-settings.ts';
import { maskSecrets } from '../secret/mask-secrets.ts';

/** What a report shows of an image apart from its packages. */
export interface Described {
  readonly target: ScanTarget;
  readonly ruleFindings: readonly RuleFinding[];
}

/** Instructions of an image's history may hold secrets, and a report shows them. */
export function findAndMask({ target, ruleFindings }: Described, config: ImageConfig | undefined): Described {
  const found = config === undefined ? [] : checkSecretSettings({ config }).findings;
  return {
    target: {
      ...target,
      layers: target.layers.map((layer) => (layer.createdBy === undefined ? layer : { ...layer, createdBy: maskSecrets(layer.createdBy) })),
    },
    ruleFindings: [
      ...ruleFindings.map((finding) => ({
        ...finding,
        message: maskSecrets(finding.message),
        ...(finding.instruction === undefined ? {} : { instruction: maskSecrets(finding.instruction) }),
        ...(finding.excerpt === undefined ? {} : { excerpt: maskSecrets(finding.excerpt) }),
      })),
      ...found,
    ],
  };
}
