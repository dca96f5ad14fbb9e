import { findDistribution, type StatedDistribution } from '../model/distribution-release.ts';
import { ecosystem, ecosystemIds, type EcosystemId } from '../model/ecosystem.ts';
import { type Purl } from '../model/purl.ts';
import { type DetectedDistribution } from '../model/report.ts';

/** The distribution that a package of a system comes from. */
export interface Vendor {
  readonly ecosystem: EcosystemId;
  readonly release?: string;
  /** Of its purl. */
  readonly namespace?: string;
  /** Value of the qualifier: `debian-12`. */
  readonly distro?: string;
}

/** As the purl of a package of a system says, or else its document. `undefined` where no ecosystem has this type of purl. */
export function findVendor(found: Purl, distribution: DetectedDistribution | undefined): Vendor | undefined {
  const stated = distributionOfPurl(found);
  const fallback = ecosystemIds.find((id) => ecosystem(id).purlType === found.type && ecosystem(id).distribution === undefined);
  if (distribution !== undefined && isOfDocument(found, stated, distribution)) return vendorOfDocument(found.type, distribution, fallback);
  const known = findKnown(found, stated);
  if (known !== undefined) return known;
  if (fallback === undefined) return undefined;
  const id = stated?.id ?? found.namespace;
  const namespace = found.namespace ?? stated?.id;
  return {
    ecosystem: fallback,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    ...(stated === undefined || id === undefined || id === '' ? {} : { distro: formatDistro(id, stated.versionId) }),
  };
}

/** `distro` as the catalogers write it: purl-spec, known qualifiers of deb, apk and rpm. */
function formatDistro(id: string, release: string | undefined): string {
  return release === undefined ? id : `${id}-${release}`;
}

/**
 * `distro=debian-12`, `distro=bookworm` (Syft, Trivy, cdxgen), or Docker Scout's `os_name`, `os_version` and `os_distro`. A value that begins with
 * a word and a number is that distribution and its version; one that is neither is a code name of the purl's namespace.
 */
export function distributionOfPurl({ namespace = '', qualifiers }: Purl): StatedDistribution | undefined {
  const name = qualifiers.get('os_name');
  if (name !== undefined) return stateDistribution(name, qualifiers.get('os_version') ?? '', qualifiers.get('os_distro'));
  const distro = qualifiers.get('distro')?.toLowerCase();
  if (distro === undefined) return undefined;
  const [, id = '', rest = ''] = /^([a-z][a-z0-9._-]*?)-(\d.*|edge|sid)$/.exec(distro) ?? [];
  if (id !== '') return stateDistribution(id, rest, qualifiers.get('distro_name'));
  const isId = distro === namespace || findDistribution({ id: distro }) !== undefined;
  return isId ? { id: distro } : stateDistribution(namespace, distro, qualifiers.get('distro_name'));
}

function stateDistribution(id: string, version: string, codename: string | undefined): StatedDistribution {
  const isNumber = /^\d/.test(version);
  const name = codename ?? (isNumber ? '' : version);
  return { id, ...(isNumber ? { versionId: version } : {}), ...(name === '' ? {} : { codename: name }) };
}

/** Whether nothing in the purl names another distribution, or another release of it, than its document. */
function isOfDocument({ namespace }: Purl, stated: StatedDistribution | undefined, distribution: DetectedDistribution): boolean {
  const names = namesOf(distribution);
  if (namespace !== undefined && !names.has(namespace)) return false;
  if (stated === undefined) return true;
  if (stated.id !== '' && !names.has(stated.id)) return false;
  if (stated.versionId === undefined && stated.codename === undefined) return true;
  if (distribution.ecosystem === undefined) return stated.versionId === distribution.versionId;
  return [stated.versionId, findDistribution({ ...stated, id: distribution.id })?.release].includes(distribution.release);
}

function namesOf({ id, purlNamespace, ecosystem: ecosystemId }: DetectedDistribution): ReadonlySet<string> {
  const row = ecosystemId === undefined ? undefined : ecosystem(ecosystemId);
  return new Set([id, purlNamespace, row?.purlNamespace, ...(row?.distribution?.osReleaseIds ?? [])].filter((name) => name !== undefined));
}

/** As the catalogers see packages of a database in such an image: those of another package manager belong to no distribution. */
function vendorOfDocument(type: string, distribution: DetectedDistribution, fallback: EcosystemId | undefined): Vendor | undefined {
  const { id, versionId, release, purlNamespace, ecosystem: known } = distribution;
  const isKnown = known !== undefined && ecosystem(known).purlType === type;
  const ecosystemId = isKnown ? known : fallback;
  if (ecosystemId === undefined) return undefined;
  if (known !== undefined && !isKnown) return { ecosystem: ecosystemId };
  return {
    ecosystem: ecosystemId,
    ...(isKnown && release !== undefined ? { release } : {}),
    namespace: purlNamespace ?? ecosystem(ecosystemId).purlNamespace ?? id,
    distro: formatDistro(id, release ?? versionId),
  };
}

/** A distribution of the table that the purl itself names, by its namespace or by the ID of its release file. */
function findKnown({ type, namespace }: Purl, stated: StatedDistribution | undefined): Vendor | undefined {
  const named = stated === undefined || stated.id === '' ? undefined : findDistribution(stated);
  const place = namespace === undefined ? undefined : placeOfNamespace(type, namespace);
  const known = named ?? (place === undefined ? undefined : findDistribution({ ...stated, ...place }));
  if (known === undefined || ecosystem(known.ecosystem).purlType !== type) return undefined;
  const release = known.release ?? (stated === undefined ? undefined : stated.versionId);
  const id = stated === undefined || stated.id === '' ? place?.id : stated.id;
  const ownNamespace = known.derivative?.purlNamespace ?? ecosystem(known.ecosystem).purlNamespace;
  return {
    ecosystem: known.ecosystem,
    ...(known.release === undefined ? {} : { release: known.release }),
    ...(ownNamespace === undefined ? {} : { namespace: ownNamespace }),
    ...(stated === undefined || id === undefined ? {} : { distro: formatDistro(id, release) }),
  };
}

/** ID and name in a release file that mean the distribution with such purls. */
function placeOfNamespace(type: string, namespace: string): { readonly id: string; readonly prettyName?: string } | undefined {
  for (const ecosystemId of ecosystemIds) {
    const { purlType, purlNamespace, distribution } = ecosystem(ecosystemId);
    if (purlType !== type || distribution === undefined) continue;
    const [id] = distribution.osReleaseIds;
    if (id !== undefined && (purlNamespace === namespace || distribution.osReleaseIds.includes(namespace))) return { id };
    const derivative = distribution.derivatives?.find((each) => each.purlNamespace === namespace || each.osReleaseIds.includes(namespace));
    const derivativeId = derivative?.osReleaseIds[0];
    if (derivativeId !== undefined)
      return { id: derivativeId, ...(derivative?.nameStart === undefined ? {} : { prettyName: derivative.nameStart }) };
  }
  return undefined;
}
