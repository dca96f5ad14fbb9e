import { type JsonObject } from '../../lib/json/json-readers.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { noFacts, parseFacts, type Facts } from '../facts/fact.ts';
import { objectOf, objectsOf, textOf, textsOf } from './json-values.ts';
import { parseLicenses } from './read-license.ts';
import { type SbomComponent, type SbomDocument, type SbomSubject } from './sbom-document.ts';
import { SbomError } from './sbom-error.ts';
import { readSourceInfo } from './source-info.ts';

export interface Spdx2Bounds {
  readonly maxComponents: number;
  readonly maxRelationships: number;
}

/** Minor versions that are known. */
const newestMinor = 3;
const origin = 'sbom-spdx';

/** An SPDX 2 document as its JSON form has it; tag-value and YAML are brought to that first. Throws {@link SbomError}. */
export function readSpdx2(document: JsonObject, bounds: Spdx2Bounds): SbomDocument {
  const written = textOf(document, 'spdxVersion') ?? '';
  const [, major, minor] = /^SPDX-(\d+)\.(\d+)/.exec(written) ?? [];
  if (major !== '2') throw new SbomError(`is SPDX of unknown version ${JSON.stringify(written.slice(0, 40))}`);
  const packages = objectsOf(document, 'packages');
  const relationships = objectsOf(document, 'relationships');
  if (packages.length > bounds.maxComponents) throw new SbomError(`has more than ${bounds.maxComponents} packages`);
  if (relationships.length > bounds.maxRelationships) throw new SbomError(`has more than ${bounds.maxRelationships} relationships`);
  const issues: Issue[] = [];
  if (Number(minor) > newestMinor)
    issues.push(makeIssue('SBOM_VERSION_UNKNOWN', origin, `${written.slice(0, 20)} was read as SPDX 2.${newestMinor}`));
  const described = describedBy(document, relationships);
  const licenses = extractedLicenses(document);
  const edges = readRelationships(relationships);
  const components = packages.flatMap((found, at) =>
    readPackage(found, at, { described, licenses, developmentOnly: edges.developmentOnly }, issues),
  );
  issues.push(...findTwins(components));
  const subject = packages.find((found) => described.has(textOf(found, 'SPDXID') ?? ''));
  const producer = textsOf(objectOf(document, 'creationInfo'), 'creators').find((creator) => creator.startsWith('Tool:'));
  return {
    format: `SPDX 2.${minor ?? ''}`,
    ...(producer === undefined ? {} : { producer: producer.slice('Tool:'.length).trim() }),
    subject: readSubject(document, subject, packages),
    components,
    dependencies: edges.dependencies,
    facts: subject === undefined ? noFacts : factsOf(subject),
    issues,
  };
}

/** The identifiers of what the document is about. */
function describedBy(document: JsonObject, relationships: readonly JsonObject[]): ReadonlySet<string> {
  const described = new Set(textsOf(document, 'documentDescribes'));
  const documentId = textOf(document, 'SPDXID') ?? 'SPDXRef-DOCUMENT';
  for (const relationship of relationships) {
    const [from, type, to] = partsOf(relationship);
    if (type === 'DESCRIBES' && from === documentId && to !== undefined) described.add(to);
    if (type === 'DESCRIBED_BY' && to === documentId && from !== undefined) described.add(from);
  }
  return described;
}

function partsOf(relationship: JsonObject): readonly (string | undefined)[] {
  return ['spdxElementId', 'relationshipType', 'relatedSpdxElement'].map((key) => textOf(relationship, key));
}

interface Edges {
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** What only development needs. */
  readonly developmentOnly: ReadonlySet<string>;
}

/** Relationships that say that one package needs another; SPDX 2.3, 11. */
function readRelationships(relationships: readonly JsonObject[]): Edges {
  const dependencies = new Map<string, string[]>();
  const development = new Set<string>();
  const needed = new Set<string>();
  const add = (from: string, to: string): void => {
    const list = dependencies.get(from);
    if (list === undefined) dependencies.set(from, [to]);
    else list.push(to);
  };
  for (const relationship of relationships) {
    const [from, type = '', to] = partsOf(relationship);
    if (from === undefined || to === undefined) continue;
    if (type === 'DEPENDS_ON') {
      add(from, to);
      needed.add(to);
    } else if (type.endsWith('DEPENDENCY_OF')) {
      add(to, from);
      (type === 'DEV_DEPENDENCY_OF' || type === 'TEST_DEPENDENCY_OF' ? development : needed).add(from);
    }
  }
  return { dependencies, developmentOnly: new Set([...development].filter((id) => !needed.has(id))) };
}

interface PackageContext {
  readonly described: ReadonlySet<string>;
  readonly licenses: ReadonlyMap<string, string>;
  readonly developmentOnly: ReadonlySet<string>;
}

function readPackage(
  found: JsonObject,
  at: number,
  { described, licenses, developmentOnly }: PackageContext,
  issues: Issue[],
): readonly SbomComponent[] {
  const name = textOf(found, 'name');
  const purl = purlOf(found);
  if (name === undefined && purl === undefined) {
    issues.push(makeIssue('SBOM_ENTRY_UNREADABLE', origin, `package ${at + 1} has neither a name nor a package URL`));
    return [];
  }
  const reference = textOf(found, 'SPDXID') ?? `package ${at + 1}`;
  const version = textOf(found, 'versionInfo');
  const facts = factsOf(found);
  const told = readSourceInfo(textOf(found, 'sourceInfo') ?? '');
  const layer = trivyLayer(found);
  return [
    {
      reference,
      kind: kindOf(found, reference, purl, described),
      name: name ?? purl ?? '',
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      licenses: facts.get('license') ?? parseLicenses(textOf(found, 'licenseDeclared'), textOf(found, 'licenseConcluded'), licenses),
      ...(told.source === undefined ? {} : { source: told.source }),
      locations: told.paths.map((path) => ({ path })),
      ...(layer === undefined ? {} : { layer }),
      ...(developmentOnly.has(reference) ? { isDevelopment: true } : {}),
      facts,
    },
  ];
}

/** What the document is about is no package of it, unless it has a purl that says so. */
function kindOf(found: JsonObject, reference: string, purl: string | undefined, described: ReadonlySet<string>): SbomComponent['kind'] {
  const purpose = textOf(found, 'primaryPackagePurpose')?.toUpperCase();
  if (purpose === 'OPERATING-SYSTEM' || purpose === 'OPERATING_SYSTEM' || /^SPDXRef-OperatingSystem(?:-|$)/.test(reference)) return 'other';
  if (purpose === 'CONTAINER' || purl?.startsWith('pkg:oci/') === true) return described.has(reference) ? 'own' : 'other';
  if (described.has(reference) && (purl === undefined || projectPurl.test(purl))) return 'own';
  return purl === undefined && (purpose === 'FILE' || purpose === 'SOURCE') ? 'file' : 'package';
}

/** Types of purls that name a project, and nothing that a package manager installs. */
const projectPurl = /^pkg:(?:swid|github|bitbucket|generic|docker)\//i;

/** `PACKAGE-MANAGER`, `PACKAGE_MANAGER` or whatever a producer calls the category: the type decides. */
function purlOf(found: JsonObject): string | undefined {
  const references = objectsOf(found, 'externalRefs').filter((reference) => textOf(reference, 'referenceType')?.endsWith('purl') === true);
  return references.map((reference) => textOf(reference, 'referenceLocator')).find((locator) => locator !== undefined);
}

function factsOf(found: JsonObject): Facts {
  for (const annotation of objectsOf(found, 'annotations')) {
    const facts = parseFacts(textOf(annotation, 'comment') ?? '');
    if (facts !== undefined) return facts;
  }
  return noFacts;
}

/** Trivy writes `LayerDiffID: sha256:…` in annotations, and before 0.40 in attribution texts. */
function trivyLayer(found: JsonObject): string | undefined {
  const texts = [...objectsOf(found, 'annotations').map((each) => textOf(each, 'comment') ?? ''), ...textsOf(found, 'attributionTexts')];
  return texts.map((text) => /^Layer(?:DiffID|Digest): (sha256:[0-9a-f]{64})$/.exec(text)?.[1]).find((digest) => digest !== undefined);
}

function extractedLicenses(document: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    objectsOf(document, 'hasExtractedLicensingInfos').flatMap((license) => {
      const id = textOf(license, 'licenseId');
      const name = textOf(license, 'name');
      return id === undefined || name === undefined || name === 'NOASSERTION' ? [] : [[id, name] as const];
    }),
  );
}

function readSubject(document: JsonObject, subject: JsonObject | undefined, packages: readonly JsonObject[]): SbomSubject {
  const name = textOf(subject, 'name') ?? textOf(document, 'name');
  const manifestDigest = [purlOf(subject ?? {}), textOf(subject, 'versionInfo')]
    .map((text) => /sha256(?::|%3A)([0-9a-f]{64})/i.exec(text ?? '')?.[1])
    .find((hex) => hex !== undefined);
  const system = packages.find(
    (found) => kindOf(found, textOf(found, 'SPDXID') ?? '', purlOf(found), new Set()) === 'other' && isSystem(found),
  );
  const distribution = system === undefined ? undefined : readSystem(system);
  return {
    ...(name === undefined ? {} : { name }),
    ...(manifestDigest === undefined ? {} : { manifestDigest: `sha256:${manifestDigest}` }),
    ...(distribution === undefined ? {} : { distribution }),
  };
}

function isSystem(found: JsonObject): boolean {
  const purpose = textOf(found, 'primaryPackagePurpose')?.toUpperCase().replace('_', '-');
  return purpose === 'OPERATING-SYSTEM' || /^SPDXRef-OperatingSystem(?:-|$)/.test(textOf(found, 'SPDXID') ?? '');
}

function readSystem(system: JsonObject): SbomSubject['distribution'] {
  const id = textOf(system, 'name')?.toLowerCase();
  if (id === undefined) return undefined;
  const versionId = textOf(system, 'versionInfo');
  const prettyName = textOf(system, 'description');
  return { id, ...(versionId === undefined ? {} : { versionId }), ...(prettyName === undefined ? {} : { prettyName }) };
}

/** An SPDXID is unique within one document: where it is not, relationships may be about another package. */
function findTwins(components: readonly SbomComponent[]): readonly Issue[] {
  const seen = new Set<string>();
  const twins = components.filter(({ reference }) => seen.size === seen.add(reference).size);
  return twins
    .slice(0, 1)
    .map(({ reference }) =>
      makeIssue('SBOM_INVALID', origin, `${twins.length} SPDXIDs are used twice, such as ${reference.slice(0, 120)}`),
    );
}
