import { ecosystem } from '../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { type PlannedAction } from '../model/plan.ts';
import { readableVersion } from '../model/readable-version.ts';

type Action = Omit<PlannedAction, 'findings'>;

/** The one action that takes a finding away. `packages` are those of the report, by id. */
export function actionFor(finding: VulnerabilityFinding, packages: ReadonlyMap<string, Package>): Action {
  const found = packages.get(finding.packageId);
  const name = found === undefined ? finding.packageId : nameOf(found);
  if (finding.advisory.isMalware === true) return { kind: 'remove-package', text: `remove ${name}: it is malware`, package: name };
  if (finding.broughtBy === 'base' && finding.upgradeTo !== undefined) return { kind: 'update-base', text: 'update the base image' };
  const tool = bundledTool(finding);
  if (tool !== undefined) return { kind: 'remove-tool', text: `remove ${tool} from the image, or upgrade it`, package: tool };
  const carrier = carrierOf(found, packages);
  if (carrier !== undefined) return { kind: 'upgrade-carrier', text: `upgrade ${carrier}, which contains ${name}`, package: carrier };
  if (finding.upgradeTo === undefined)
    return { kind: 'replace-package', text: `replace ${name}: it is exploited and has no fix`, package: name };
  return upgradeOf(name, finding.upgradeTo, found);
}

/** `upgradeTo` is the version of the record that speaks of the package. */
function upgradeOf(name: string, upgradeTo: string, found: Package | undefined): Action {
  const kind = 'upgrade-package';
  const version = readableVersion(upgradeTo);
  if (found?.ecosystem === 'go') return { kind, text: goUpgrade(name, version), package: name, version };
  const isDistribution = found !== undefined && ecosystem(found.ecosystem).distribution !== undefined;
  // The distribution's version is of another build, which its publisher does not have.
  if (isDistribution && found.supplier !== undefined) return { kind, text: thirdPartyUpgrade(name, version, found), package: name };
  const from = isDistribution || found?.version === undefined ? '' : ` ${found.version}`;
  return { kind, text: `upgrade ${name}${from} to ${version}`, package: name, version };
}

function thirdPartyUpgrade(name: string, version: string, { supplier, ecosystem: id }: Package): string {
  const publisher = supplier === 'unknown' ? 'its publisher' : supplier;
  return `upgrade ${name} from ${publisher} (${ecosystem(id).displayName} fixed its own in ${version})`;
}

/** The standard library comes with the toolchain; go.dev/ref/mod, go get. */
function goUpgrade(name: string, version: string): string {
  const plain = version.replace(/^v/, '');
  if (name === 'stdlib') return `rebuild with Go ${plain} or later`;
  return name === 'toolchain' ? `upgrade the Go toolchain to ${plain} or later` : `run go get ${name}@v${plain} and rebuild`;
}

/** The package whose upgrade brings another version of what it contains. */
function carrierOf(found: Package | undefined, packages: ReadonlyMap<string, Package>): string | undefined {
  if (found === undefined || (found.ownedBy === undefined && found.evidence !== 'vendored')) return undefined;
  const carrier = packages.get(found.ownedBy ?? found.parent ?? '');
  return carrier === undefined ? undefined : nameOf(carrier);
}

/** Binaries of one source are upgraded together. */
function nameOf(found: Package): string {
  return ecosystem(found.ecosystem).advisoriesName === 'source' ? (found.source?.name ?? found.name) : found.name;
}

/** Package managers that base images carry for building; running rarely needs them. */
const buildTools: readonly string[] = ['npm', 'corepack', 'yarn', 'pnpm'];

/** The tool whose own folder holds every copy: `usr/local/lib/node_modules/npm/…`. */
function bundledTool(finding: VulnerabilityFinding): string | undefined {
  return buildTools.find((tool) => finding.locations.every(({ path }) => isInside(path, `lib/node_modules/${tool}/`)));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) || path.includes(`/${folder}`);
}
