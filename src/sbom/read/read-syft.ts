import { type JsonObject } from '../../lib/json/json-readers.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { noFacts, parseFacts, type Facts } from '../facts/fact.ts';
import { readSourceRpm } from '../read-upstream.ts';
import { objectOf, objectsOf, textOf } from './json-values.ts';
import { type SbomComponent, type SbomDocument, type SbomSubject } from './sbom-document.ts';
import { SbomError } from './sbom-error.ts';

export interface SyftBounds {
  readonly maxComponents: number;
  readonly maxRelationships: number;
}

/** Major versions of Syft's JSON schema that are known; they differ in metadata of packages and in `source`. */
const newestMajor = 16;
const origin = 'sbom-syft';

/** Syft's own JSON, of any version since packages are called artifacts. Throws {@link SbomError}. */
export function readSyft(document: JsonObject, bounds: SyftBounds): SbomDocument {
  const version = textOf(objectOf(document, 'schema'), 'version') ?? '';
  const artifacts = objectsOf(document, 'artifacts');
  const relationships = objectsOf(document, 'artifactRelationships');
  if (artifacts.length > bounds.maxComponents) throw new SbomError(`has more than ${bounds.maxComponents} artifacts`);
  if (relationships.length > bounds.maxRelationships) throw new SbomError(`has more than ${bounds.maxRelationships} relationships`);
  const issues: Issue[] = [];
  if (Number.parseInt(version, 10) > newestMajor)
    issues.push(makeIssue('SBOM_VERSION_UNKNOWN', origin, `version ${version.slice(0, 20)} of Syft’s schema was read as ${newestMajor}`));
  const owners = ownersOf(relationships);
  const components = artifacts.flatMap((artifact, at) => readArtifact(artifact, at, owners, issues));
  const descriptor = objectOf(document, 'descriptor');
  const producer = [textOf(descriptor, 'name'), textOf(descriptor, 'version')].filter((part) => part !== undefined).join(' ');
  return {
    format: `Syft JSON ${version}`.trim(),
    ...(producer === '' ? {} : { producer }),
    subject: readSubject(document),
    components,
    dependencies: readDependencies(relationships),
    facts: parseFacts(textOf(objectOf(descriptor, 'configuration'), 'pratique') ?? '') ?? noFacts,
    issues,
  };
}

/** What a package of the distribution owns: Syft compares the files of packages. */
function ownersOf(relationships: readonly JsonObject[]): ReadonlyMap<string, string> {
  return new Map(
    relationships.flatMap((relationship) => {
      const [parent, child] = [textOf(relationship, 'parent'), textOf(relationship, 'child')];
      const isOwnership = textOf(relationship, 'type') === 'ownership-by-file-overlap';
      return isOwnership && parent !== undefined && child !== undefined ? [[child, parent] as const] : [];
    }),
  );
}

/** `parent` is a dependency of `child`. */
function readDependencies(relationships: readonly JsonObject[]): ReadonlyMap<string, readonly string[]> {
  const dependencies = new Map<string, string[]>();
  for (const relationship of relationships) {
    const [parent, child] = [textOf(relationship, 'parent'), textOf(relationship, 'child')];
    if (textOf(relationship, 'type') !== 'dependency-of' || parent === undefined || child === undefined) continue;
    const list = dependencies.get(child);
    if (list === undefined) dependencies.set(child, [parent]);
    else list.push(parent);
  }
  return dependencies;
}

function readArtifact(artifact: JsonObject, at: number, owners: ReadonlyMap<string, string>, issues: Issue[]): readonly SbomComponent[] {
  const name = textOf(artifact, 'name');
  const purl = textOf(artifact, 'purl');
  if (name === undefined && purl === undefined) {
    issues.push(makeIssue('SBOM_ENTRY_UNREADABLE', origin, `artifact ${at + 1} has neither a name nor a package URL`));
    return [];
  }
  const reference = textOf(artifact, 'id') ?? `artifact ${at + 1}`;
  const version = textOf(artifact, 'version');
  const source = sourceOf(objectOf(artifact, 'metadata'));
  const locations = objectsOf(artifact, 'locations');
  const facts = factsOf(locations, owners.get(reference));
  return [
    {
      reference,
      kind: 'package',
      name: name ?? purl ?? '',
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      licenses: facts.get('license') ?? readLicenses(artifact),
      ...(source === undefined ? {} : { source }),
      locations: locations.slice(0, maxLocations).flatMap((location) => {
        const [path, layer] = [textOf(location, 'path'), textOf(location, 'layerID')];
        return path === undefined ? [] : [{ path, ...(layer === undefined ? {} : { layer }) }];
      }),
      facts,
    },
  ];
}

const maxLocations = 16;

/** Ours lie in the annotations of the first location; an owner that Syft found counts as one of them. */
function factsOf(locations: readonly JsonObject[], owner: string | undefined): Facts {
  const facts = parseFacts(textOf(objectOf(locations[0], 'annotations'), 'pratique') ?? '');
  if (facts !== undefined) return facts;
  return owner === undefined ? noFacts : new Map([['owned-by', [owner]]]);
}

/** dpkg, apk and RPM; the names have been the same in every version of the schema. */
function sourceOf(metadata: JsonObject | undefined): SbomComponent['source'] {
  const file = textOf(metadata, 'sourceRpm');
  if (file !== undefined) return readSourceRpm(file);
  const name = textOf(metadata, 'source') ?? textOf(metadata, 'originPackage');
  const version = textOf(metadata, 'sourceVersion');
  return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) };
}

/** Objects since version 8 of the schema, texts before. */
function readLicenses(artifact: JsonObject): readonly string[] {
  const value = artifact['licenses'];
  if (!Array.isArray(value)) return [];
  const licenses = value.map((each: unknown) => (typeof each === 'string' ? each : licenseText(each)));
  return [...new Set(licenses.filter((each) => each !== undefined && each !== ''))] as string[];
}

function licenseText(license: unknown): string | undefined {
  const object = objectOf({ license }, 'license');
  return textOf(object, 'spdxExpression') ?? textOf(object, 'value');
}

function readSubject(document: JsonObject): SbomSubject {
  const source = objectOf(document, 'source');
  const metadata = objectOf(source, 'metadata') ?? objectOf(source, 'target');
  const name = textOf(metadata, 'userInput') ?? textOf(source, 'name');
  const manifestDigest = textOf(metadata, 'manifestDigest');
  const configDigest = textOf(metadata, 'imageID');
  const layers = objectsOf(metadata, 'layers').flatMap((layer) => textOf(layer, 'digest') ?? []);
  const distribution = readDistribution(objectOf(document, 'distro'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(layers.length === 0 ? {} : { layers: layers.map((diffId) => ({ diffId })) }),
    ...(distribution === undefined ? {} : { distribution }),
  };
}

/** os-release in Syft's names; before version 3 of the schema `name` was the ID. */
function readDistribution(distro: JsonObject | undefined): SbomSubject['distribution'] {
  const id = (textOf(distro, 'id') ?? textOf(distro, 'name'))?.toLowerCase();
  if (id === undefined) return undefined;
  const versionId = textOf(distro, 'versionID') ?? textOf(distro, 'version');
  const codename = textOf(distro, 'versionCodename');
  const prettyName = textOf(distro, 'prettyName');
  return {
    id,
    ...(versionId === undefined ? {} : { versionId }),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
  };
}
