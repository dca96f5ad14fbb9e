import { createHash } from 'node:crypto';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type FindingKind } from '../model/finding.ts';
import { type ImageConfig } from '../model/image.ts';
import { type SecretSettings } from '../model/secret-settings.ts';
import { type Runtime } from '../model/runtime.ts';
import { buildStamp } from './build-stamp.ts';
import { type Described } from './find-and-mask.ts';
import { type RulesInUse } from '../secret/rules-in-use.ts';
import { recall, remember } from './remembered.ts';

/**
 * Adds the secrets in an image's configuration, and masks those in what the report shows of its history, where secrets are looked for. Remembered:
 * three hundred patterns take longer to make ready than all the rest of a scan whose layers are known. What is remembered has no secret in it.
 */
export async function settleSecrets(
  described: Described,
  config: ImageConfig | undefined,
  {
    kinds,
    cache,
    secretSettings,
  }: {
    readonly kinds: readonly FindingKind[];
    readonly cache?: FileCache | undefined;
    readonly secretSettings: SecretSettings | undefined;
  },
  runtime: Runtime,
): Promise<Described> {
  if (!kinds.includes('secret') || !hasText(described, config)) return described;
  const key = JSON.stringify(['settings', buildStamp, digestOf(described, config), secretSettings]);
  const known = (await recall(key, cache)) as Described | undefined;
  if (known !== undefined) return known;
  const settled = (await import('./find-and-mask.ts')).findAndMask(described, config, await loadRuleSet(secretSettings));
  await remember(key, settled, cache, runtime);
  return settled;
}

/** Loaded where a user set something. */
async function loadRuleSet(settings: SecretSettings | undefined): Promise<RulesInUse | undefined> {
  if (settings === undefined) return undefined;
  const { customRuleSet } = await import('../secret/custom/custom-rule-set.ts');
  return { ruleSet: customRuleSet(settings), settings };
}

function digestOf(described: Described, config: ImageConfig | undefined): string {
  const settings = config === undefined ? [] : [config.env, [...config.labels], config.entrypoint, config.cmd, config.history];
  return createHash('sha256')
    .update(JSON.stringify([described, settings]))
    .digest('hex');
}

/** A directory or an SBOM mostly has neither configuration nor instructions: then there is nothing to make the patterns ready for. */
function hasText({ target, ruleFindings }: Described, config: ImageConfig | undefined): boolean {
  return config !== undefined || ruleFindings.length > 0 || target.layers.some(({ createdBy }) => createdBy !== undefined);
}
