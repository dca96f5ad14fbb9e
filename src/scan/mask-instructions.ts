import { type FindingKind, type RuleFinding } from '../model/finding.ts';
import { type ScanTarget } from '../model/report.ts';

interface Described {
  readonly target: ScanTarget;
  readonly ruleFindings: readonly RuleFinding[];
}

/** Instructions of an image's history may hold secrets, and a report shows them. Masked where secrets are looked for. */
export async function maskInstructions({ target, ruleFindings }: Described, kinds: readonly FindingKind[]): Promise<Described> {
  if (!kinds.includes('secret')) return { target, ruleFindings };
  const { maskSecrets } = await import('../secret/mask-secrets.ts');
  return {
    target: {
      ...target,
      layers: target.layers.map((layer) => (layer.createdBy === undefined ? layer : { ...layer, createdBy: maskSecrets(layer.createdBy) })),
    },
    ruleFindings: ruleFindings.map((finding) => ({
      ...finding,
      message: maskSecrets(finding.message),
      ...(finding.instruction === undefined ? {} : { instruction: maskSecrets(finding.instruction) }),
      ...(finding.excerpt === undefined ? {} : { excerpt: maskSecrets(finding.excerpt) }),
    })),
  };
}
