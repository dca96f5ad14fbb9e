import { emptyImageConfig } from '../model/empty-image-config.ts';
import { type FindingKind } from '../model/finding.ts';
import { type LicensePolicy } from '../model/license-policy.ts';
import { checkDescription } from './check-description.ts';
import { kindsOfPackages } from './checkers.ts';
import { type TakenInventory } from './take-inventory.ts';

/** An SBOM with what can be judged from its packages alone. */
export async function checkSbom(
  sbom: TakenInventory,
  kinds: readonly FindingKind[],
  { licensePolicy, now }: { readonly licensePolicy: LicensePolicy | undefined; readonly now: Date },
): Promise<TakenInventory> {
  const judged = kindsOfPackages(kinds);
  const { target, packages } = sbom;
  const policy = licensePolicy === undefined ? {} : { licensePolicy };
  const description = {
    config: emptyImageConfig,
    platform: target.platform ?? unknownPlatform,
    layers: target.layers,
    packages,
    now,
    ...policy,
  };
  const { findings, issues } = await checkDescription(description, judged);
  return { ...sbom, kinds: judged, ruleFindings: findings, issues: [...sbom.issues, ...issues] };
}

const unknownPlatform = { os: 'unknown', architecture: 'unknown' };
