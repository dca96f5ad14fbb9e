import { type Package } from '../../model/package.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { lineManifests } from './line-manifests.ts';
import { type ManifestEditor, type ManifestUpgrade } from './manifest-editor.ts';
import { packageJson } from './package-json.ts';

/** Every kind of manifest that is edited. */
export const manifestEditors: readonly ManifestEditor[] = [packageJson, ...lineManifests];

/** Names and versions come from the image, and every manifest writes them as they are. */
const plain = /^[@A-Za-z0-9][@A-Za-z0-9+._/:~-]*$/;

/** What the plan upgrades of one ecosystem: once for each name and version. */
export function upgradesFor(
  { ecosystem }: ManifestEditor,
  plan: readonly PlannedAction[],
  packages: ReadonlyMap<string, Package>,
): readonly ManifestUpgrade[] {
  const upgrades = new Map<string, ManifestUpgrade>();
  for (const { kind, changes = [], pulledInBy } of plan)
    for (const { packageId, name, to } of changes) {
      const found = packages.get(packageId);
      if (kind !== 'upgrade-package' || found?.ecosystem !== ecosystem || to === undefined) continue;
      if (![name, to, found.version ?? 'none'].every((word) => plain.test(word))) continue;
      upgrades.set(`${name} ${found.version ?? ''}`, {
        name,
        from: found.version,
        to,
        isDirect: pulledInBy === undefined || found.isDirect === true,
      });
    }
  return [...upgrades.values()];
}
