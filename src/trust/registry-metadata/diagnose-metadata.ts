import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { MetadataCache } from '../notary/directory/metadata-cache.ts';
import { type Gun, parseGun } from '../notary/gun.ts';
import { openNotaryContext } from '../notary/open-notary-context.ts';
import { describeExpiry, type Expiry, listExpiries } from '../notary/update/expiry-notices.ts';
import { readRepository } from '../notary/update/read-repository.ts';
import { type Diagnosis } from '../store/diagnose-repository.ts';
import { matchesGun } from '../tuf/root-keys.ts';
import { type RootPins } from '../tuf/root-pins.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';
import { diagnoseCopy } from './diagnose-copy.ts';
import { type MetadataPlace } from './metadata-place.ts';
import { metadataProblem as problem } from './metadata-problem.ts';
import { openRepositoryRemote } from './open-repository-remote.ts';
import { type Publication, readPublication } from './publication.ts';
import { readPublishedNames } from './read-published-names.ts';

export interface MetadataDiagnosis {
  readonly problems: readonly Diagnosis[];
  /** The verified metadata; absent where there are none or they cannot be verified. */
  readonly metadata?: {
    /** The repository that they are of, where it is another one. */
    readonly copyOf?: string;
    readonly rootKeyIds: readonly string[];
    readonly versions: Readonly<Record<string, number>>;
    /** Earliest first. */
    readonly expiries: readonly Expiry[];
  };
}

/**
 * Checks the trust metadata in a repository: that they are there where this machine trusts a root of it, that everything verifies from the trusted root
 * or from their own, that all roots are there, and when each role expires. Those of another repository are checked as a copy: also whether the policy
 * records it, and whether this machine has seen newer ones at the source. Changes nothing.
 */
export async function diagnoseMetadata(place: MetadataPlace, runtime: Runtime): Promise<MetadataDiagnosis> {
  const { repository, trustDirectory } = place;
  const published = await readPublication(repository, runtime);
  if (published === undefined) return { problems: await findLost(place) };
  try {
    const { gun, isCopy } = await chooseName(place, published, runtime);
    const directory = isCopy ? (place.copyDirectory ?? '') : trustDirectory;
    const context = openNotaryContext(
      {
        gun,
        remote: openRepositoryRemote(repository),
        trustDirectory: directory,
        passphrases: () => Promise.resolve(undefined),
        pins: pinsOf(place, gun, isCopy),
      },
      runtime,
    );
    const isCacheIgnored = isCopy && place.copyDirectory === undefined;
    const verified = await readRepository(context, { isForChange: true, isExpiryAccepted: true, isCacheUnchanged: true, isCacheIgnored });
    const { problems, metadata } = describe(verified, published, { now: runtime.now(), isCopy });
    if (!isCopy) return { problems, metadata };
    const ofCopy = await diagnoseCopy({ gun, place, published, verified }, runtime);
    return { problems: [...problems, ...ofCopy], metadata: { copyOf: gun, ...metadata } };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { problems: [problem('TRUST_METADATA_INVALID', `${error.message} (${error.code})`)] };
  }
}

async function findLost({ gun, trustDirectory, copyDirectory, recorded }: MetadataPlace): Promise<readonly Diagnosis[]> {
  const isKnown = async (path: string, name: Gun): Promise<boolean> => (await new MetadataCache({ path }, name).read()).has('root');
  if (gun !== undefined && (await isKnown(trustDirectory, gun)))
    return [problem('TRUST_METADATA_LOST', `the tag does not exist, and ${trustDirectory} has trusted metadata of ${gun}`)];
  if (copyDirectory === undefined) return [];
  for (const source of recorded?.names ?? [])
    if (await isKnown(copyDirectory, source))
      return [
        problem('COPIED_METADATA_LOST', `the tag does not exist; this machine verified a copy of the trust metadata of ${source} here`),
      ];
  return [];
}

/** Metadata in a layout are those of the repository that they name; in a registry, those of another one are a copy. */
async function chooseName(
  { gun, repository, recorded }: MetadataPlace,
  published: Publication,
  runtime: Runtime,
): Promise<{ readonly gun: Gun; readonly isCopy: boolean }> {
  const names = await readPublishedNames(repository, published, runtime);
  if (gun !== undefined && (names.length === 0 || names.some((name) => matchesGun(name, gun)))) return { gun, isCopy: false };
  if (names.length === 0) throw new VerificationError('METADATA_MISSING', 'root', 'the root metadata does not exist');
  const source = recorded?.names.find((each) => names.some((name) => matchesGun(name, each))) ?? toGun(names[0] ?? '');
  return { gun: source, isCopy: gun !== undefined };
}

function toGun(name: string): Gun {
  try {
    return parseGun(name);
  } catch (cause) {
    const text = `the certificate of the root key is for ${JSON.stringify(name.slice(0, 120))}`;
    throw new VerificationError('ROOT_CERTIFICATE_NAME', 'root', text, { cause });
  }
}

/** Doctor looks at metadata of unknown repositories too; the pins of a policy are those of the source that it records. */
function pinsOf({ recorded }: MetadataPlace, gun: Gun, isCopy: boolean): RootPins {
  const isPinned = isCopy && recorded !== undefined && recorded.rootKeyIds.length > 0 && recorded.names.includes(gun);
  return { certificates: new Map(isPinned ? [[gun, recorded.rootKeyIds]] : []), authorities: new Map(), allowFirstUse: true };
}

function describe(
  verified: TrustedRepository,
  published: Publication,
  { now, isCopy }: { readonly now: Date; readonly isCopy: boolean },
): Required<MetadataDiagnosis> {
  const { root, snapshot, timestamp, targets, refused } = verified;
  const expiries = listExpiries(verified, {});
  const problems = [
    ...[...refused.values()].map((error) => problem('TRUST_METADATA_INVALID', `${error.object}: ${error.message} (${error.code})`)),
    ...missingRoots(published, root.content.version),
    ...expiries.flatMap((expiry) => {
      const notice = describeExpiry(expiry, now);
      if (notice === undefined) return [];
      const code = expiry.expires <= now ? 'METADATA_EXPIRED' : 'METADATA_EXPIRES';
      return [problem(isCopy ? `COPIED_${code}` : `TRUST_${code}`, `${expiry.what} ${notice}`)];
    }),
  ];
  const files = [root, ...[...targets.values()].map(({ file }) => file), snapshot, timestamp];
  const versions = Object.fromEntries(files.map(({ role, content }) => [role, content.version]));
  return { problems, metadata: { rootKeyIds: root.content.roles.root.keyIds, versions, expiries } };
}

function missingRoots({ files }: Publication, current: number): readonly Diagnosis[] {
  const versions = new Set(files.filter(({ role }) => role === 'root').map(({ version }) => version));
  const missing = Math.max(0, current - [...versions].filter((version) => version <= current).length);
  if (missing === 0) return [];
  return [problem('TRUST_METADATA_INCOMPLETE', `${missing} of ${current} roots ${missing === 1 ? 'does' : 'do'} not exist`)];
}
