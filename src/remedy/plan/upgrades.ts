import { ecosystem } from '../../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type PackageChange } from '../../model/plan.ts';
import { readableVersion } from '../../model/readable-version.ts';
import { type Candidate, Candidates, type Situation } from './candidate.ts';
import { type Dependents, dependentsOf, rootsOf } from './dependents.ts';
import { isMajorStep, languageCommand } from './language-commands.ts';
import { listNames } from './list-names.ts';
import { nameOf } from './name-of.ts';
import { carrierOf, bundledTool } from './owners.ts';
import { type SystemManager, systemManagerOf, upgradeCommand } from './system-managers.ts';

/** Every upgrade that removes findings: the packages of the distribution in one action, those of a language by the dependency of the project that needs them. */
export function upgrades({ findings, packages, canUpdateBase }: Situation): readonly Candidate[] {
  const candidates = new Candidates();
  const system = new SystemUpgrade(packages);
  const language = new LanguageUpgrades(packages);
  for (const finding of findings) {
    const { upgradeTo } = finding;
    const found = packages.get(finding.packageId);
    if (finding.lane !== 'fix-now' || upgradeTo === undefined || finding.advisory.isMalware === true) continue;
    if (bundledTool(finding) !== undefined || carrierOf(found, packages) !== undefined) continue;
    if (found !== undefined && isOfDistribution(found)) {
      // A newer base image brings its own packages.
      if (canUpdateBase && finding.broughtBy === 'base') continue;
      if (found.supplier === undefined) system.add(finding, found, upgradeTo);
      else candidates.add(thirdPartyUpgrade(found, readableVersion(upgradeTo)), finding);
    } else if (found !== undefined) language.add(finding, found, upgradeTo);
    else candidates.add({ kind: 'upgrade-package', text: `upgrade ${finding.packageId} to ${readableVersion(upgradeTo)}` }, finding);
  }
  return [...system.candidates(), ...language.candidates(), ...candidates.all()];
}

function isOfDistribution({ ecosystem: id }: Package): boolean {
  return ecosystem(id).distribution !== undefined;
}

/** The distribution's version is of another build, which its publisher does not have. */
function thirdPartyUpgrade(found: Package, version: string): Candidate['action'] {
  const name = nameOf(found);
  const publisher = found.supplier === 'unknown' ? 'its publisher' : found.supplier;
  const text = `upgrade ${name} from ${publisher} (${ecosystem(found.ecosystem).displayName} fixed its own in ${version})`;
  return { kind: 'upgrade-package', text, package: name, changes: [{ packageId: found.id, name: found.name }] };
}

/** How many names stand in the text of an action; the rest is in its data. */
const maxNames = 3;

interface LanguagePart {
  readonly found: Package;
  readonly to: string;
  readonly roots: readonly string[];
}

/** One action for each dependency of the project: itself, and what it pulls in. */
class LanguageUpgrades {
  readonly #dependents: Dependents;
  readonly #roots = new Map<string, readonly Package[]>();
  readonly #groups = new Map<string, { readonly parts: Map<string, LanguagePart>; readonly findings: VulnerabilityFinding[] }>();

  constructor(packages: ReadonlyMap<string, Package>) {
    this.#dependents = dependentsOf(packages);
  }

  add(finding: VulnerabilityFinding, found: Package, upgradeTo: string): void {
    const to = readableVersion(upgradeTo);
    const roots = this.#roots.get(found.id) ?? rootsOf(found, this.#dependents);
    this.#roots.set(found.id, roots);
    const key = roots[0]?.id ?? `${found.ecosystem} ${nameOf(found)} ${found.version ?? ''} ${to}`;
    const id = roots[0] === undefined && found.isDirect === true ? found.id : key;
    const group = this.#groups.get(id) ?? { parts: new Map<string, LanguagePart>(), findings: [] };
    group.parts.set(found.id, { found, to, roots: roots.map(label) });
    group.findings.push(finding);
    this.#groups.set(id, group);
  }

  *candidates(): Iterable<Candidate> {
    for (const { parts, findings } of this.#groups.values()) {
      const all = [...parts.values()];
      yield { action: all.some(({ roots }) => roots.length > 0) && distinctNames(all).length > 1 ? groupAction(all) : singleAction(all), findings };
    }
  } // prettier-ignore
}

function label({ name, version }: Package): string {
  return version === undefined ? name : `${name} ${version}`;
}

function distinctNames(parts: readonly LanguagePart[]): readonly string[] {
  return [...new Set(parts.map(({ found, to }) => `${nameOf(found)} ${found.version ?? ''} ${to}`))];
}

/** A package, and perhaps its copies. */
function singleAction(parts: readonly LanguagePart[]): Candidate['action'] {
  const { found, to, roots } = parts[0]!;
  const name = nameOf(found);
  const isMajor = isMajorStep(found.ecosystem, found.version, to);
  const notes = [...(roots.length === 0 ? [] : [`from ${listNames(roots, 2)}`]), ...(isMajor ? ['major version'] : [])];
  const command = languageCommand(found.ecosystem, { name: found.name, from: found.version, to, isDirect: roots.length === 0 });
  return {
    kind: 'upgrade-package',
    text: `${upgradeText(found, name, to)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
    package: name,
    version: to,
    ...(command === undefined ? {} : { command }),
    changes: parts.map(toChange),
    ...(roots.length === 0 ? {} : { pulledInBy: roots }),
    ...(isMajor ? { isMajor } : {}),
  };
}

/** A dependency of the project with what it pulls in. */
function groupAction(parts: readonly LanguagePart[]): Candidate['action'] {
  const own = parts.find(({ roots }) => roots.length === 0);
  const pulled = parts.filter(({ roots }) => roots.length > 0);
  const root = pulled[0]?.roots[0] ?? '';
  const names = listNames([...new Set(pulled.map(({ found }) => nameOf(found)))].sort(), maxNames);
  const isMajor = parts.some(({ found, to }) => isMajorStep(found.ecosystem, found.version, to));
  const what = own === undefined ? `upgrade what ${root} pulls in: ${names}` : `${upgradeText(own.found, nameOf(own.found), own.to)}, and what it pulls in: ${names}`;
  return {
    kind: 'upgrade-package',
    text: `${what}${isMajor ? ' (major version)' : ''}`,
    ...(own === undefined ? {} : { package: nameOf(own.found), version: own.to }),
    changes: parts.map(toChange),
    pulledInBy: [root],
    ...(isMajor ? { isMajor } : {}),
  };
} // prettier-ignore

function toChange({ found, to }: LanguagePart): PackageChange {
  return { packageId: found.id, name: found.name, to };
}

/** The standard library comes with the toolchain; go.dev/ref/mod, go get. */
function upgradeText({ ecosystem: id, version }: Package, name: string, to: string): string {
  if (id !== 'go') return `upgrade ${name}${version === undefined ? '' : ` ${version}`} to ${to}`;
  const plain = to.replace(/^v/, '');
  if (name === 'stdlib') return `rebuild with Go ${plain} or later`;
  return name === 'toolchain' ? `upgrade the Go toolchain to ${plain} or later` : `run go get ${name}@v${plain} and rebuild`;
}

/** How many sources are named in the text of an action that upgrades more. */
const maxSources = 3;

/** One action for all packages of the distribution: its package manager upgrades them in one command. */
class SystemUpgrade {
  readonly #packages: ReadonlyMap<string, Package>;
  readonly #findings: VulnerabilityFinding[] = [];
  readonly #changes = new Map<string, PackageChange>();
  readonly #sources = new Map<string, { readonly version: string; readonly flaws: Set<string> }>();
  #manager: SystemManager | undefined;

  constructor(packages: ReadonlyMap<string, Package>) {
    this.#packages = packages;
  }

  add(finding: VulnerabilityFinding, found: Package, upgradeTo: string): void {
    if (this.#findings.length === 0) this.#manager = systemManagerOf(found, this.#packages);
    const to = readableVersion(upgradeTo);
    this.#findings.push(finding);
    this.#changes.set(found.id, { packageId: found.id, name: found.name, to });
    const source = this.#sources.get(nameOf(found)) ?? { version: to, flaws: new Set() };
    source.flaws.add(finding.id);
    this.#sources.set(nameOf(found), source);
  }

  *candidates(): Iterable<Candidate> {
    const [first, ...others] = [...this.#sources].sort(([a, was], [b, is]) => is.flaws.size - was.flaws.size || (a < b ? -1 : 1));
    if (first === undefined) return;
    const changes = [...this.#changes.values()];
    const names = [...new Set(changes.map(({ name }) => name))];
    const command = this.#manager === undefined ? undefined : upgradeCommand(this.#manager, names);
    const withTool = this.#manager === undefined ? '' : ` with ${this.#manager.name}`;
    const [name, { version }] = first;
    const several = `upgrade ${listNames([first, ...others].map(([source]) => source), maxSources)}${withTool}`;
    yield {
      action: {
        kind: 'upgrade-system-packages',
        text: others.length === 0 ? `upgrade ${name} to ${version}` : several,
        ...(others.length === 0 ? { package: name, version } : {}),
        ...(command === undefined ? {} : { command }),
        changes,
      },
      findings: this.#findings,
    };
  } // prettier-ignore
}
