import { ecosystem, ecosystemIds, packageManagerOf, type EcosystemId } from '../../model/ecosystem.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';
import { parsePurl, type Purl } from '../../model/purl.ts';
import { joinPackageName } from '../../model/purl-package-name.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Catalogued, type CataloguedPackage, type FileCataloger } from '../cataloger.ts';
import { asObject, asText, parseJsonObject, type JsonObject } from '../language/json-object.ts';
import { makeLanguagePackage } from '../language/language-package.ts';

const idByPurlType: ReadonlyMap<string, EcosystemId> = new Map(
  ecosystemIds.filter((id) => packageManagerOf(id) === undefined).map((id) => [ecosystem(id).purlType, id] as const),
);

/**
 * SBOM documents that lie in an image, such as those of Paketo's buildpacks, of Bitnami and inside Python wheels: CycloneDX, SPDX and Syft, in JSON. Each component only
 * claims that it is there; one that was found gives way to what proves it. Packages of a distribution are left out, because its database lists them. What is no SBOM
 * claims nothing, and is no issue.
 */
export const embeddedSbom: FileCataloger = {
  id: 'embedded-sbom',
  evidence: 'claimed',
  ecosystems: [...idByPurlType.values()],
  details: ['licenses'],
  files: { names: ['sbom.json', 'bom.json'], suffixes: ['.cdx.json', '.spdx.json', '.syft.json', '.spdx'], maxBytes: limits.lockfileBytes },
  catalog: catalogEmbeddedSbom,
};

function catalogEmbeddedSbom(file: TreeEntry, content: Uint8Array): Catalogued {
  const root = parseJsonObject(content);
  const claims = root === undefined ? [] : claimsOf(root);
  const packages = new Map<string, CataloguedPackage>();
  for (const { purl, licenses } of claims.slice(0, limits.sbomClaims)) {
    const made = toPackage(purl, licenses, file);
    if (made !== undefined && !packages.has(made.id)) packages.set(made.id, made);
  }
  return { packages: [...packages.values()], issues: [] };
}

interface Claim {
  readonly purl: string;
  readonly licenses: readonly string[];
}

/** By the members that only one format has. */
function claimsOf(root: JsonObject): readonly Claim[] {
  if (root['bomFormat'] === 'CycloneDX') return componentsOf(root['components']);
  if (asText(root['spdxVersion']) !== undefined) return listOf(root['packages']).flatMap(claimOfSpdx);
  const artifacts = asObject(root['schema']) === undefined ? [] : listOf(root['artifacts']);
  return artifacts.flatMap(({ purl }) => (asText(purl) === undefined ? [] : [{ purl: asText(purl)!, licenses: [] }]));
}

/** Components may hold components; the list of what is left to read replaces the nesting. */
function componentsOf(components: unknown): readonly Claim[] {
  const claims: Claim[] = [];
  const pending = [...listOf(components)];
  for (let component = pending.pop(); component !== undefined && claims.length < limits.sbomClaims; component = pending.pop()) {
    const purl = asText(component['purl']);
    const licenses = listOf(component['licenses']).map(
      (choice) => asText(choice['expression']) ?? asText(asObject(choice['license'])?.['id']),
    );
    if (purl !== undefined) claims.push({ purl, licenses: licenses.filter((one) => one !== undefined) });
    for (const inner of listOf(component['components'])) pending.push(inner);
  }
  return claims.reverse();
}

function claimOfSpdx(stated: JsonObject): readonly Claim[] {
  const purl = purlOfSpdx(stated);
  return purl === undefined ? [] : [{ purl, licenses: licensesOfSpdx(stated) }];
}

/** SPDX 2.3, 7.21: the package manager's reference of type purl. */
export function purlOfSpdx(stated: JsonObject): string | undefined {
  const reference = listOf(stated['externalRefs']).find((one) => one['referenceType'] === 'purl');
  return asText(reference?.['referenceLocator']);
}

export function licensesOfSpdx(stated: JsonObject): readonly string[] {
  const license = [asText(stated['licenseConcluded']), asText(stated['licenseDeclared'])].find(
    (text) => text !== undefined && text !== 'NOASSERTION' && text !== 'NONE',
  );
  return license === undefined ? [] : [license];
}

function toPackage(text: string, licenses: readonly string[], file: TreeEntry): CataloguedPackage | undefined {
  const purl = readPurl(text);
  const id = purl === undefined ? undefined : idByPurlType.get(purl.type);
  if (purl === undefined || id === undefined) return undefined;
  return { ...packageOfPurl(id, purl, licenses, file), corroboratedBy: 'anywhere' };
}

/** A package as the SBOM's purl names it. */
export function packageOfPurl(id: EcosystemId, purl: Purl, licenses: readonly string[], file: TreeEntry): CataloguedPackage {
  const { namespace, name, version, qualifiers } = purl;
  const written = joinPackageName(purl.type, namespace, name);
  const parts = { ...(namespace === undefined ? {} : { namespace }), name, qualifiers: Object.fromEntries(qualifiers) };
  return makeLanguagePackage(id, { name: written, ...(version === undefined ? {} : { version }), licenses, purl: parts }, file);
}

export function readPurl(text: string): Purl | undefined {
  try {
    return parsePurl(text);
  } catch (cause) {
    if (cause instanceof PratiqueError) return undefined;
    throw cause;
  }
}

export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly unknown[]).map(asObject).filter((one) => one !== undefined) : [];
}
