import { type JsonObject } from '../../lib/json/json-readers.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { factPrefix, gatherFacts, type Facts } from '../facts/fact.ts';
import { findCycloneDxFaults, type SbomFault } from './cyclonedx-faults.ts';
import { readForeignProperties, type Properties } from './foreign-properties.ts';
import { objectOf, objectsOf, rawTextOf, textOf, textsOf } from './json-values.ts';
import { type SbomComponent, type SbomDocument, type SbomSubject } from './sbom-document.ts';
import { SbomError } from './sbom-error.ts';

/** Versions whose elements are known; later ones keep the names of what is read here. */
const newestMinor = 7;

/** A CycloneDX document as its JSON form has it; the XML form is brought to that first. Throws {@link SbomError}. */
export function readCycloneDx(bom: JsonObject, maxComponents: number): SbomDocument {
  const version = textOf(bom, 'specVersion') ?? '';
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  if (major !== '1') throw new SbomError(`is CycloneDX of unknown version ${JSON.stringify(version.slice(0, 40))}`);
  const metadata = objectOf(bom, 'metadata');
  const issues: Issue[] = [];
  if (Number(minor) > newestMinor)
    issues.push(makeIssue('SBOM_VERSION_UNKNOWN', origin, `CycloneDX ${version} was read as 1.${newestMinor}`));
  const written = collect(objectsOf(bom, 'components'), maxComponents);
  const subject = objectOf(metadata, 'component');
  const components = written.flatMap((component, at) => readComponent(component, at, issues));
  const faults = findCycloneDxFaults(bom, Number(minor));
  if (faults.first !== undefined) issues.push(describeFaults(faults.first, faults.count));
  issues.push(...findTwins(components));
  const coverage = readCoverage(objectsOf(bom, 'compositions'));
  const producer = readProducer(metadata);
  return {
    format: `CycloneDX ${version}`,
    ...(producer === undefined ? {} : { producer }),
    subject: readSubject(subject, written),
    components,
    dependencies: readDependencies(objectsOf(bom, 'dependencies')),
    facts: ownFacts(propertiesOf(metadata)),
    ...(coverage === undefined ? {} : { coverage }),
    issues,
  };
}

const origin = 'sbom-cyclonedx';

/** Components lie inside components; all count. */
function collect(roots: readonly JsonObject[], maxComponents: number): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const pending = [...roots].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    if (found.length > maxComponents) throw new SbomError(`has more than ${maxComponents} components`);
    const inside = objectsOf(next, 'components');
    for (let at = inside.length - 1; at >= 0; at--) pending.push(inside[at]!);
  }
  return found;
}

/** What is software that is installed; the others describe data, devices and what the software is for. */
const packageTypes: ReadonlySet<string> = new Set(['application', 'framework', 'library', 'platform', 'firmware', 'device-driver']);

function readComponent(component: JsonObject, at: number, issues: Issue[]): readonly SbomComponent[] {
  const name = textOf(component, 'name');
  const purl = textOf(component, 'purl');
  const type = textOf(component, 'type') ?? 'library';
  if (name === undefined && purl === undefined) {
    issues.push(makeIssue('SBOM_ENTRY_UNREADABLE', origin, `component ${at + 1} has neither a name nor a package URL`));
    return [];
  }
  const properties = propertiesOf(component);
  const { group, version, supplier } = {
    group: textOf(component, 'group'),
    version: textOf(component, 'version'),
    supplier: textOf(objectOf(component, 'supplier'), 'name'),
  };
  const told = readForeignProperties(properties);
  return [
    {
      reference: textOf(component, 'bom-ref') ?? `component ${at + 1}`,
      kind: type === 'file' && purl === undefined ? 'file' : purl !== undefined || packageTypes.has(type) ? 'package' : 'other',
      name: name ?? purl ?? '',
      ...(group === undefined ? {} : { group }),
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      ...(supplier === undefined ? {} : { supplier }),
      licenses: readLicenses(objectsOf(component, 'licenses')),
      ...told,
      locations: [...occurrencesOf(component), ...(told.locations ?? [])],
      facts: ownFacts(properties),
    },
  ];
}

function describeFaults({ place, reason }: SbomFault, count: number): Issue {
  const more = count === 1 ? '' : `, and ${count - 1} more`;
  return makeIssue('SBOM_INVALID', origin, `${place.slice(0, 200)}: ${reason}${more}`);
}

/** A bom-ref is unique within one document: where it is not, edges may be about another component. */
function findTwins(components: readonly SbomComponent[]): readonly Issue[] {
  const seen = new Set<string>();
  const twins = components.filter(({ reference }) => seen.size === seen.add(reference).size);
  return twins
    .slice(0, 1)
    .map(({ reference }) =>
      makeIssue('SBOM_INVALID', origin, `${twins.length} bom-refs are used twice, such as ${reference.slice(0, 120)}`),
    );
}

function occurrencesOf(component: JsonObject): SbomComponent['locations'] {
  return objectsOf(objectOf(component, 'evidence'), 'occurrences').flatMap((each) => {
    const path = textOf(each, 'location');
    return path === undefined ? [] : [{ path }];
  });
}

function readLicenses(choices: readonly JsonObject[]): readonly string[] {
  return choices.flatMap((choice) => {
    const license = objectOf(choice, 'license');
    const text = textOf(choice, 'expression') ?? textOf(license, 'id') ?? textOf(license, 'name');
    return text === undefined ? [] : [text];
  });
}

export function propertiesOf(object: JsonObject | undefined): Properties {
  const properties = new Map<string, string[]>();
  for (const property of objectsOf(object, 'properties')) {
    const name = textOf(property, 'name');
    if (name === undefined) continue;
    const value = rawTextOf(property, 'value') ?? '';
    const values = properties.get(name);
    if (values === undefined) properties.set(name, [value]);
    else values.push(value);
  }
  return properties;
}

function ownFacts(properties: Properties): Facts {
  const own = [...properties].filter(([name]) => name.startsWith(factPrefix));
  return gatherFacts(own.flatMap(([name, values]) => values.map((value) => ({ name: name.slice(factPrefix.length), value }))));
}

function readDependencies(entries: readonly JsonObject[]): ReadonlyMap<string, readonly string[]> {
  const dependencies = new Map<string, string[]>();
  for (const entry of entries) {
    const reference = textOf(entry, 'ref');
    if (reference === undefined) continue;
    const list = dependencies.get(reference) ?? [];
    for (const needed of textsOf(entry, 'dependsOn')) list.push(needed);
    dependencies.set(reference, list);
  }
  return dependencies;
}

function readSubject(component: JsonObject | undefined, components: readonly JsonObject[]): SbomSubject {
  const properties = propertiesOf(component);
  const system = [...(component === undefined ? [] : [component]), ...components].find(
    (each) => textOf(each, 'type') === 'operating-system',
  );
  const name = textOf(component, 'name');
  const version = textOf(component, 'version');
  const manifestDigest = [version, ...(properties.get('aquasecurity:trivy:RepoDigest') ?? [])]
    .map((text) => /sha256:[0-9a-f]{64}$/.exec(text ?? '')?.[0])
    .find((digest) => digest !== undefined);
  const configDigest = properties.get('aquasecurity:trivy:ImageID')?.[0];
  const diffIds = properties.get('aquasecurity:trivy:DiffID') ?? [];
  const distribution = system === undefined ? undefined : readDistribution(system);
  return {
    ...(name === undefined ? {} : { name }),
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(distribution === undefined ? {} : { distribution }),
    ...(diffIds.length === 0 ? {} : { layers: diffIds.map((diffId) => ({ diffId })) }),
  };
}

/** Syft and Trivy write os-release's ID as the name; Syft has its parts as properties too. */
function readDistribution(system: JsonObject): SbomSubject['distribution'] {
  const properties = propertiesOf(system);
  const id = (properties.get('syft:distro:id')?.[0] ?? textOf(system, 'name'))?.toLowerCase();
  if (id === undefined) return undefined;
  const versionId = properties.get('syft:distro:versionID')?.[0] ?? textOf(system, 'version');
  const codename = properties.get('syft:distro:versionCodename')?.[0];
  const prettyName = textOf(system, 'description') ?? properties.get('syft:distro:prettyName')?.[0];
  return {
    id,
    ...(versionId === undefined ? {} : { versionId }),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
  };
}

/** Up to 1.4 a list of tools, from 1.5 on components too. */
function readProducer(metadata: JsonObject | undefined): string | undefined {
  const tools = objectOf(metadata, 'tools');
  const [first] = [...objectsOf(tools, 'components'), ...objectsOf(tools, 'services'), ...objectsOf(metadata, 'tools')];
  const name = textOf(first, 'name');
  const version = textOf(first, 'version');
  return name === undefined ? undefined : version === undefined ? name : `${name} ${version}`;
}

/** "complete" only where nothing is said to be less. */
function readCoverage(compositions: readonly JsonObject[]): SbomDocument['coverage'] {
  const aggregates = compositions.map((each) => textOf(each, 'aggregate') ?? 'not_specified');
  if (aggregates.length === 0) return undefined;
  return aggregates.every((each) => each === 'complete') ? 'complete' : 'incomplete';
}
