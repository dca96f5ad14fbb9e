import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Candidate, Candidates, type Situation } from './candidate.ts';
import { nameOf } from './name-of.ts';

/** What is not done to the package itself: the base image that brought it, the package that contains it, or its removal. */
export function ownerActions({ findings, packages, canUpdateBase }: Situation): readonly Candidate[] {
  const candidates = new Candidates();
  for (const finding of findings)
    if (finding.lane === 'fix-now')
      for (const action of actionsOn(finding, packages, canUpdateBase)) candidates.add(action, finding);
  return candidates.all();
} // prettier-ignore

function* actionsOn(finding: VulnerabilityFinding, packages: Situation['packages'], canUpdateBase: boolean): Iterable<Candidate['action']> {
  const found = packages.get(finding.packageId);
  const name = found === undefined ? finding.packageId : nameOf(found);
  const changes = [{ packageId: finding.packageId, name: found?.name ?? name }];
  if (finding.advisory.isMalware === true) {
    yield { kind: 'remove-package', text: `remove ${name}: it is malware`, package: name, changes };
    return;
  }
  if (canUpdateBase && finding.broughtBy === 'base' && finding.upgradeTo !== undefined) yield updateBase;
  const tool = bundledTool(finding);
  if (tool !== undefined) {
    yield { kind: 'remove-tool', text: `remove ${tool} from the image, or upgrade it`, package: tool };
    return;
  }
  const carrier = carrierOf(found, packages);
  if (carrier !== undefined)
    yield {
      kind: 'upgrade-carrier',
      text: `upgrade ${nameOf(carrier)}, which contains ${name}`,
      package: nameOf(carrier),
      changes: [{ packageId: carrier.id, name: carrier.name }],
    };
  else if (finding.upgradeTo === undefined)
    yield { kind: 'replace-package', text: `replace ${name}: it is exploited and has no fix`, package: name, changes };
}

const updateBase: Candidate['action'] = { kind: 'update-base', text: 'update the base image' };

/** The package whose upgrade brings another version of what it contains. */
export function carrierOf(found: Package | undefined, packages: ReadonlyMap<string, Package>): Package | undefined {
  if (found === undefined || (found.ownedBy === undefined && found.evidence !== 'vendored')) return undefined;
  return packages.get(found.ownedBy ?? found.parent ?? '');
}

/** Package managers that base images carry for building; running rarely needs them. */
const buildTools: readonly string[] = ['npm', 'corepack', 'yarn', 'pnpm'];

/** The tool whose own folder holds every copy: `usr/local/lib/node_modules/npm/…`. */
export function bundledTool(finding: VulnerabilityFinding): string | undefined {
  return buildTools.find((tool) => finding.locations.every(({ path }) => isInside(path, `lib/node_modules/${tool}/`)));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) || path.includes(`/${folder}`);
}
