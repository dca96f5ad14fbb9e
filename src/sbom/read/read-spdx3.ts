import { isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { noFacts, parseFacts } from '../facts/fact.ts';
import { objectOf, objectsOf, textOf, textsOf } from './json-values.ts';
import { type SbomComponent, type SbomDocument, type SbomSubject } from './sbom-document.ts';
import { SbomError } from './sbom-error.ts';
import { readSourceInfo } from './source-info.ts';

export interface Spdx3Bounds {
  readonly maxComponents: number;
  readonly maxRelationships: number;
}

const origin = 'sbom-spdx';

/**
 * An SPDX 3 document in the JSON-LD form of the specification: elements in `@graph`, each with its type and its IRI, members with the short names of the
 * official context. No context is fetched. Throws {@link SbomError}.
 */
export function readSpdx3(document: JsonObject, bounds: Spdx3Bounds): SbomDocument {
  const elements = objectsOf(document, '@graph');
  const graph: readonly JsonObject[] = elements.length > 0 ? elements : [document];
  const version = graph
    .map((element) => textOf(element, 'specVersion') ?? textOf(objectOf(element, 'creationInfo'), 'specVersion'))
    .find((each) => each !== undefined);
  if (version?.startsWith('3.') !== true) throw new SbomError(`is SPDX of unknown version ${JSON.stringify((version ?? '').slice(0, 40))}`);
  const packages = graph.filter((element) => typeOf(element) === 'software_Package');
  const relationships = graph.filter((element) => /(?:^|[^A-Za-z])(?:LifecycleScoped)?Relationship$/.test(typeOf(element)));
  if (packages.length > bounds.maxComponents) throw new SbomError(`has more than ${bounds.maxComponents} packages`);
  const issues: Issue[] = [];
  if (!version.startsWith('3.0'))
    issues.push(makeIssue('SBOM_VERSION_UNKNOWN', origin, `SPDX ${version.slice(0, 20)} was read as SPDX 3.0`));
  const roots = rootsOf(graph);
  const edges = readRelationships(graph, relationships, bounds.maxRelationships);
  const subject = packages.find((found) => roots.has(idOf(found) ?? ''));
  const system = packages.find((found) => purposeOf(found) === 'operatingSystem');
  const components = packages.flatMap((found, at) => readPackage(found, at, { roots, licenses: edges.licenses }, issues));
  const producer = textOf(
    graph.find((element) => typeOf(element) === 'Tool') ?? graph.find((element) => typeOf(element) === 'SoftwareAgent'),
    'name',
  );
  return {
    format: `SPDX ${version}`,
    ...(producer === undefined ? {} : { producer }),
    subject: readSubject(subject, system),
    components,
    dependencies: edges.dependencies,
    facts: (subject === undefined ? undefined : parseFacts(textOf(subject, 'comment') ?? '')) ?? noFacts,
    ...(edges.coverage === undefined ? {} : { coverage: edges.coverage }),
    issues,
  };
}

/** `type` in the compact form, `@type` in others; in both, `https://…/Software/Package` too. */
function typeOf(element: JsonObject): string {
  const type = textOf(element, 'type') ?? textOf(element, '@type') ?? '';
  const [, profile, name] = /\/terms\/(\w+)\/(\w+)$/.exec(type) ?? [];
  if (name === undefined || profile === undefined) return type;
  return profile === 'Core' ? name : `${profile.charAt(0).toLowerCase()}${profile.slice(1)}_${name}`;
}

function idOf(element: JsonObject): string | undefined {
  return textOf(element, 'spdxId') ?? textOf(element, '@id');
}

function purposeOf(found: JsonObject): string | undefined {
  return textOf(found, 'software_primaryPurpose');
}

/** What SBOMs and documents are about; a document's root may be an SBOM. */
function rootsOf(graph: readonly JsonObject[]): ReadonlySet<string> {
  const collections = graph.filter((element) => ['SpdxDocument', 'software_Sbom', 'Bom'].includes(typeOf(element)));
  return new Set(collections.flatMap((element) => textsOf(element, 'rootElement')));
}

interface Edges {
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Declared licenses by package. */
  readonly licenses: ReadonlyMap<string, string>;
  readonly coverage?: SbomDocument['coverage'];
}

function readRelationships(graph: readonly JsonObject[], relationships: readonly JsonObject[], maxRelationships: number): Edges {
  const expressions = new Map(graph.flatMap((element) => expressionOf(element)));
  const dependencies = new Map<string, string[]>();
  const licenses = new Map<string, string>();
  const completeness: (string | undefined)[] = [];
  let count = 0;
  for (const relationship of relationships) {
    const from = textOf(relationship, 'from');
    const type = textOf(relationship, 'relationshipType') ?? '';
    const to = [...textsOf(relationship, 'to'), ...objectsOf(relationship, 'to').flatMap((element) => idOf(element) ?? [])];
    count += to.length;
    if (count > maxRelationships) throw new SbomError(`has more than ${maxRelationships} relationships`);
    if (from === undefined) continue;
    if (dependencyTypes.has(type)) {
      const list = dependencies.get(from) ?? [];
      for (const needed of to) list.push(needed);
      dependencies.set(from, list);
    }
    if (type === 'contains') completeness.push(textOf(relationship, 'completeness'));
    const license =
      type === 'hasDeclaredLicense' || (type === 'hasConcludedLicense' && !licenses.has(from)) ? expressions.get(to[0] ?? '') : undefined;
    if (license !== undefined) licenses.set(from, license);
  }
  const said = completeness.filter((each) => each === 'complete' || each === 'incomplete');
  return { dependencies, licenses, ...(said.length === 0 ? {} : { coverage: said.includes('incomplete') ? 'incomplete' : 'complete' }) };
}

const dependencyTypes: ReadonlySet<string> = new Set([
  'dependsOn',
  'hasOptionalDependency',
  'hasProvidedDependency',
  'hasPrerequisite',
  'hasDynamicLink',
  'hasStaticLink',
]);

function expressionOf(element: JsonObject): readonly (readonly [string, string])[] {
  const expression = textOf(element, 'simplelicensing_licenseExpression');
  const id = idOf(element);
  return expression === undefined || id === undefined || expression === 'NOASSERTION' ? [] : [[id, expression]];
}

interface PackageContext {
  readonly roots: ReadonlySet<string>;
  readonly licenses: ReadonlyMap<string, string>;
}

function readPackage(found: JsonObject, at: number, { roots, licenses }: PackageContext, issues: Issue[]): readonly SbomComponent[] {
  const name = textOf(found, 'name');
  const purl = purlOf(found);
  if (name === undefined && purl === undefined) {
    issues.push(makeIssue('SBOM_ENTRY_UNREADABLE', origin, `package ${at + 1} has neither a name nor a package URL`));
    return [];
  }
  const reference = idOf(found) ?? `package ${at + 1}`;
  const facts = parseFacts(textOf(found, 'comment') ?? '') ?? noFacts;
  const version = textOf(found, 'software_packageVersion');
  const license = licenses.get(reference);
  const told = readSourceInfo(textOf(found, 'software_sourceInfo') ?? '');
  return [
    {
      reference,
      kind: kindOf(found, purl, roots.has(reference)),
      name: name ?? purl ?? '',
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      licenses: facts.get('license') ?? (license === undefined ? [] : [license]),
      ...(told.source === undefined ? {} : { source: told.source }),
      locations: told.paths.map((path) => ({ path })),
      facts,
    },
  ];
}

function kindOf(found: JsonObject, purl: string | undefined, isRoot: boolean): SbomComponent['kind'] {
  const purpose = purposeOf(found) ?? '';
  if (purpose === 'operatingSystem') return 'other';
  if (purpose === 'container' || purl?.startsWith('pkg:oci/') === true) return isRoot ? 'own' : 'other';
  if (purl === undefined && isRoot) return 'own';
  return purl === undefined && ['file', 'source', 'archive', 'configuration', 'data', 'documentation'].includes(purpose)
    ? 'file'
    : 'package';
}

function purlOf(found: JsonObject): string | undefined {
  const identifier = objectsOf(found, 'externalIdentifier').find((each) => textOf(each, 'externalIdentifierType') === 'packageUrl');
  return textOf(found, 'software_packageUrl') ?? textOf(identifier, 'identifier');
}

function readSubject(subject: JsonObject | undefined, system: JsonObject | undefined): SbomSubject {
  const name = textOf(subject, 'name');
  const hash = objectsOf(subject, 'verifiedUsing').find((each) => isJsonObject(each) && textOf(each, 'algorithm') === 'sha256');
  const value = textOf(hash, 'hashValue');
  const id = textOf(system, 'name')?.toLowerCase();
  const [versionId, prettyName] = [textOf(system, 'software_packageVersion'), textOf(system, 'description')];
  return {
    ...(name === undefined ? {} : { name }),
    ...(value === undefined ? {} : { manifestDigest: `sha256:${value}` }),
    ...(id === undefined
      ? {}
      : { distribution: { id, ...(versionId === undefined ? {} : { versionId }), ...(prettyName === undefined ? {} : { prettyName }) } }),
  };
}
