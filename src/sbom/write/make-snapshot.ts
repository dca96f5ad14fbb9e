import { ecosystem } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';
import { type Inventory } from '../inventory.ts';
import { isComplete } from './coverage.ts';
import { findRoots } from './dependency-graph.ts';
import { type SbomOptions } from './sbom-writer.ts';
import { spdxDate } from './tool-name.ts';

/** What GitHub's dependency submission API takes, by ecosystem. */
export function makeSnapshot(inventory: Inventory, { toolVersion, createdAt, workflow }: SbomOptions): Readonly<Record<string, unknown>> {
  const { target, issues } = inventory;
  return {
    version: 0,
    sha: workflow?.sha ?? '',
    ref: workflow?.ref ?? '',
    job: { id: workflow?.runId ?? '', correlator: workflow?.correlator ?? 'pratique' },
    detector: { name: 'pratique', version: toolVersion, url: 'https://github.com/pratique/pratique' },
    scanned: spdxDate(createdAt),
    metadata: { image: target.name, digest: target.manifestDigest ?? '', complete: isComplete({ issues }), issues: issues.length },
    manifests: makeManifests(inventory),
  };
}

/** By ecosystem: what an image has installed has no manifest of its own. */
function makeManifests({ target, packages }: Inventory): Readonly<Record<string, unknown>> {
  const direct = new Set(findRoots(packages).map(({ id }) => id));
  const purlById = new Map(packages.map(({ id, purl }) => [id, purl]));
  const groups = new Map<string, Package[]>();
  for (const found of packages) {
    if (found.isOwn === true || found.evidence === 'orphan' || found.evidence === 'claimed') continue;
    const { displayName } = ecosystem(found.ecosystem);
    const key = found.release === undefined ? displayName : `${displayName} ${found.release}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [found]);
    else group.push(found);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, group]) => {
      const resolved = new Map(
        group.map((found) => {
          const dependencies = found.dependencies.map((id) => purlById.get(id)).filter((purl) => purl !== undefined);
          const isDirect = found.isDirect ?? direct.has(found.id);
          return [
            found.purl,
            {
              package_url: found.purl,
              relationship: isDirect ? 'direct' : 'indirect',
              scope: found.isDevelopment === true ? 'development' : 'runtime',
              dependencies: [...new Set(dependencies)],
            },
          ] as const;
        }),
      );
      return [
        key,
        {
          name: `${target.name} (${key})`,
          file: { source_location: group[0]?.locations[0]?.path },
          resolved: Object.fromEntries(resolved),
        },
      ] as const;
    }),
  );
}
