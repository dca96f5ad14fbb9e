import { type IdentityCandidate } from '../../../model/package.ts';
import { parseArchiveFileName, type ArchiveFileName } from './archive-file-name.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { groupCandidates } from './group-candidates.ts';
import { findKnownGroup } from './known-groups.ts';
import { mergePoms, type Artifact } from './merge-poms.ts';
import { bundleLicensesOf, manifestIdentity } from './manifest-identity.ts';

/** What an archive is, and what is in it that was made elsewhere. */
export interface Identity {
  /** Absent where nothing names it with a version. */
  readonly artifact?: Artifact;
  /** Artifacts whose classes it took in: those that it describes besides itself. */
  readonly shaded: readonly Artifact[];
  /** Every answer to what the archive is, best first, where they are more than one or not proved. */
  readonly candidates: readonly IdentityCandidate[];
}

/**
 * In a fixed order: the pom that fits the file's name, the only pom unless manifest or name contradict it, the manifest, the index of SHA-1 sums, the file's name. The first that
 * answers is the identity, the others stay as candidates. `bySha1` looks an archive up in an index, which no database has yet.
 */
export function identifyArchive(
  fact: ArchiveFact,
  path: string,
  bySha1: (sha1: string) => Artifact | undefined = () => undefined,
): Identity {
  const name = parseArchiveFileName(path);
  const poms = mergePoms(fact.poms);
  const fitting = findFitting(poms, name);
  const stated = manifestIdentity(fact, name);
  const manifest = stated !== undefined && isOfShaded(stated, poms, name) ? undefined : stated;
  const indexed = fact.sha1 === undefined ? undefined : bySha1(fact.sha1);
  const named = name.version === undefined ? undefined : withGroup({ artifact: name.artifact, version: name.version, licenses: [] }, fact);
  const only = poms.length === 1 && !contradicts(manifest, poms[0]!) && !contradicts(named, poms[0]!) ? poms[0] : undefined;
  const own = fitting ?? poms.find((pom) => manifest !== undefined && isSame(pom, manifest)) ?? only;
  const chosen = withLicenses(
    own === undefined ? (withIndexedGroup(manifest, indexed) ?? indexed ?? named) : withVersion(own, manifest, name),
    fact,
  );
  const answers: readonly (readonly [IdentityCandidate['by'], Artifact | undefined])[] = [
    [own?.from ?? 'pom.properties', own],
    ['manifest', manifest],
    ['sha1', indexed],
    ['file name', named],
  ];
  return {
    ...(chosen === undefined ? {} : { artifact: chosen }),
    shaded: poms.filter((pom) => pom !== own && !isSame(pom, chosen)),
    candidates: [...listAnswers(answers, chosen), ...listGroups(fact, chosen)],
  };
}

/** The pom that is named as the file: with its version, else by its artifact alone. */
function findFitting(poms: readonly Artifact[], { base, artifact }: ArchiveFileName): Artifact | undefined {
  const whole = poms.filter((pom) => pom.version !== undefined && startsWithName(base, `${pom.artifact}-${pom.version}`));
  const named = poms.filter(
    (pom) => pom.artifact === artifact || pom.artifact === base || `${pom.group ?? ''}.${pom.artifact}` === artifact,
  );
  return longest(whole) ?? longest(named);
}

/** The base is the name, or goes on with a classifier. */
function startsWithName(base: string, name: string): boolean {
  return base.startsWith(name) && (base.length === name.length || /[-_.]/.test(base.charAt(name.length)));
}

function longest(poms: readonly Artifact[]): Artifact | undefined {
  return poms.reduce<Artifact | undefined>(
    (best, pom) => (best !== undefined && best.artifact.length >= pom.artifact.length ? best : pom),
    undefined,
  );
}

/** A shaded archive may describe one artifact, and not itself. */
function contradicts(other: Artifact | undefined, pom: Artifact): boolean {
  return other !== undefined && other.artifact !== pom.artifact && other.version !== pom.version;
}

/** The manifest is of an artifact whose classes were taken in: it has the group and the version of its pom, and the file's name has another version. */
function isOfShaded({ group, artifact, version }: Artifact, poms: readonly Artifact[], name: ArchiveFileName): boolean {
  if (group === undefined || name.version === undefined || name.version === version) return false;
  return poms.some((pom) => pom.group === group && pom.version === version && pom.artifact !== artifact);
}

/** A pom alone may have a version that only its build knows. */
function withVersion(pom: Artifact, manifest: Artifact | undefined, name: ArchiveFileName): Artifact {
  const version = pom.version ?? (name.artifact === pom.artifact ? name.version : undefined) ?? manifest?.version;
  return version === undefined ? pom : { ...pom, version };
}

/** The index says the group where the manifest names the same artifact and only suggests one. */
function withIndexedGroup(manifest: Artifact | undefined, indexed: Artifact | undefined): Artifact | undefined {
  const isSameArtifact = indexed !== undefined && manifest?.artifact === indexed.artifact && manifest.version === indexed.version;
  return isSameArtifact ? { ...indexed, licenses: manifest.licenses } : manifest;
}

/** A pom may leave its licences to its parent, which is not in the archive. */
function withLicenses(artifact: Artifact | undefined, fact: ArchiveFact): Artifact | undefined {
  return artifact?.licenses.length === 0 ? { ...artifact, licenses: bundleLicensesOf(fact) } : artifact;
}

function withGroup(artifact: Artifact, { folders }: ArchiveFact): Artifact {
  const group = findKnownGroup(artifact.artifact, folders);
  return group === undefined ? { ...artifact, isGroupGuessed: true } : { ...artifact, group };
}

function isSame(one: Artifact, other: Artifact | undefined): boolean {
  return one.artifact === other?.artifact && one.version === other.version && (one.group ?? other.group) === (other.group ?? one.group);
}

/** Nothing where a pom says it and nobody anything else. */
function listAnswers(
  answers: readonly (readonly [IdentityCandidate['by'], Artifact | undefined])[],
  chosen: Artifact | undefined,
): readonly IdentityCandidate[] {
  const given = answers.filter((answer): answer is [IdentityCandidate['by'], Artifact] => answer[1] !== undefined);
  const isAgreed = chosen?.from !== undefined && given.every(([, artifact]) => isSame(artifact, chosen));
  return isAgreed ? [] : given.map(([by, artifact]) => toCandidate(by, artifact));
}

function listGroups(fact: ArchiveFact, chosen: Artifact | undefined): readonly IdentityCandidate[] {
  if (chosen?.isGroupGuessed !== true) return [];
  const groups = groupCandidates(fact, chosen.artifact).filter((group) => group !== chosen.group);
  return groups.map((group) => toCandidate('content', { ...chosen, group }));
}

function toCandidate(by: IdentityCandidate['by'], { group, artifact, version }: Artifact): IdentityCandidate {
  return { by, name: nameOf({ group, artifact }), ...(version === undefined ? {} : { version }) };
}

/** As advisories write it; without its group where that is not known. */
export function nameOf({ group, artifact }: { readonly group?: string | undefined; readonly artifact: string }): string {
  return group === undefined ? artifact : `${group}:${artifact}`;
}
