import { type AffectedPackage, type FixState } from '../../../model/advisory.ts';
import { type Severity } from '../../../model/severity.ts';
import { type CsafProduct } from '../csaf-products.ts';
import { parseRedhatProduct, type RedhatPlace } from '../redhat-product.ts';
import { groupBuilds, type FixedBuild } from '../rpm-builds.ts';
import { readComponent, type VexComponent } from './vex-component.ts';

type Status = 'fixed' | AffectedPackage['status'];

interface Statement {
  readonly place: RedhatPlace & { readonly release: string };
  readonly component: VexComponent;
  readonly status: Status;
  readonly fixState: FixState;
  readonly severity: Severity | undefined;
}

/** Enterprise Linux and its extended streams; layered products have builds of their own, which plain images do not have. */
const platform = /^cpe:\/[ao]:redhat:((?:enterprise_linux|rhel_[a-z0-9_]+|enterprise_linux_e[a-z0-9_]+):.*)$/;
const otherProducts = /^rhel_(?:satellite|software_collections|dotnet|atomic|openstack|virtualization|ansible)/;

/** Collects what one document says of RPMs, and makes facts of it. */
export class VexFacts {
  readonly #statements: Statement[] = [];

  add(product: CsafProduct, status: Status, fixState: FixState, severity: Severity | undefined): void {
    const [, suffix] = platform.exec(product.cpe ?? '') ?? [];
    if (suffix === undefined || otherProducts.test(suffix)) return;
    const { release, stream } = parseRedhatProduct(suffix);
    const component = release === undefined ? undefined : readComponent(product);
    if (component === undefined || release === undefined || isNotInstalled(component)) return;
    const place = stream === undefined ? { release } : { release, stream };
    this.#statements.push({ place, component, status, fixState, severity });
  }

  all(): readonly AffectedPackage[] {
    const fixed = this.#statements.filter(({ status }) => status === 'fixed');
    const others = this.#withSources(this.#statements.filter(({ status }) => status !== 'fixed'));
    const decided = new Set([...fixed, ...others].filter(({ status }) => status !== 'not-affected').map(keyOf));
    const facts = new Map<string, AffectedPackage>();
    for (const statement of others) {
      const { status, component } = statement;
      // That one build never had the flaw says nothing of the builds before it, which another statement is about.
      if (status === 'not-affected' && (component.version !== undefined || decided.has(keyOf(statement)))) continue;
      facts.set(`${keyOf(statement)}\n${status}`, openFact(statement));
    }
    return [...fixedFacts(fixed), ...facts.values()];
  }

  /**
   * A component without a version may be a source package or a binary one. Newer documents list both, with `.src` behind the first; where no platform does, each is
   * taken for both: images are asked for `NAME.src` by the source of each package.
   */
  #withSources(statements: readonly Statement[]): readonly Statement[] {
    const listsSources = new Set(statements.filter(({ component }) => component.architecture === 'src').map(platformOf));
    return statements.flatMap((statement) => {
      const { component } = statement;
      const source = { ...statement, component: { ...component, name: `${component.name}.src` } };
      if (component.architecture === 'src') return [source];
      return component.version !== undefined || listsSources.has(platformOf(statement)) ? [statement] : [statement, source];
    });
  }
}

function fixedFacts(statements: readonly Statement[]): readonly AffectedPackage[] {
  const byPlace = new Map<string, { readonly statement: Statement; readonly builds: FixedBuild[] }>();
  for (const statement of statements) {
    const { component, place, severity } = statement;
    if (component.version === undefined) continue;
    const key = `${place.release}\n${place.stream ?? ''}\n${severity ?? ''}`;
    const group = byPlace.get(key) ?? { statement, builds: [] };
    byPlace.set(key, group);
    const { name, version: fixed, architecture = 'noarch', module } = component;
    group.builds.push({
      name,
      fixed,
      architecture,
      ...(module !== undefined && { module }),
      ...(place.stream !== undefined && { stream: place.stream }),
    });
  }
  return [...byPlace.values()].flatMap(({ statement: { place, severity }, builds }) =>
    groupBuilds(builds).map((build) => ({ ecosystem: 'redhat' as const, release: place.release, ...build, ...ratedBy(severity) })),
  );
}

function openFact({ place, component, status, fixState, severity }: Statement): AffectedPackage {
  const { name, module } = component;
  const isOpen = status === 'affected' || status === 'under-investigation';
  return {
    ecosystem: 'redhat',
    ...place,
    name,
    status: status === 'fixed' ? 'affected' : status,
    ranges: isOpen ? [{ introduced: '0' }] : [],
    versions: [],
    fixState: status === 'affected' ? fixState : 'unknown',
    ...(module !== undefined && { module }),
    ...ratedBy(severity),
  };
}

function ratedBy(severity: Severity | undefined): Pick<AffectedPackage, 'severity'> {
  return severity === undefined ? {} : { severity: { origin: 'redhat', severity } };
}

function keyOf({ place, component }: Statement): string {
  return `${place.release}\n${place.stream ?? ''}\n${component.name}\n${component.module ?? ''}`;
}

function platformOf({ place }: Statement): string {
  return `${place.release}\n${place.stream ?? ''}`;
}

function isNotInstalled({ name, architecture, version }: VexComponent): boolean {
  return name.endsWith('-debuginfo') || name.endsWith('-debugsource') || (architecture === 'src' && version !== undefined);
}
