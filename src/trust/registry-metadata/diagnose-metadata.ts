import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { MetadataCache } from '../notary/directory/metadata-cache.ts';
import { type Gun, parseGun } from '../notary/gun.ts';
import { openNotaryContext } from '../notary/open-notary-context.ts';
import { describeExpiry, type Expiry, listExpiries } from '../notary/update/expiry-notices.ts';
import { readRepository } from '../notary/update/read-repository.ts';
import { type Diagnosis } from '../store/diagnose-repository.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { decodeRoot } from '../tuf/decode-root.ts';
import { maxMetadataBytes } from '../tuf/max-metadata-bytes.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';
import { openRepositoryRemote } from './open-repository-remote.ts';
import { currentOf, type Publication, readPublication, readStoredFile } from './publication.ts';

export interface MetadataPlace {
  readonly repository: Repository;
  /** Absent for a layout, whose metadata name the repository that they are for. */
  readonly gun?: Gun;
  /** Trusted metadata of this machine, which stay as they are. */
  readonly trustDirectory: string;
}

export interface MetadataDiagnosis {
  readonly problems: readonly Diagnosis[];
  /** The verified metadata; absent where there are none or they cannot be verified. */
  readonly metadata?: {
    readonly rootKeyIds: readonly string[];
    readonly versions: Readonly<Record<string, number>>;
    /** Earliest first. */
    readonly expiries: readonly Expiry[];
  };
}

/**
 * Checks the trust metadata in a repository: that they are there where this machine trusts a root of it, that everything verifies from the trusted root
 * or from their own, that all roots are there, and when each role expires. Changes nothing.
 */
export async function diagnoseMetadata(place: MetadataPlace, runtime: Runtime): Promise<MetadataDiagnosis> {
  const { repository, trustDirectory } = place;
  const published = await readPublication(repository, runtime);
  if (published === undefined) {
    const isKnown = place.gun !== undefined && (await new MetadataCache({ path: trustDirectory }, place.gun).read()).has('root');
    return {
      problems: isKnown
        ? [problem('TRUST_METADATA_LOST', `the tag does not exist, and ${trustDirectory} has trusted metadata of ${place.gun}`)]
        : [],
    };
  }
  try {
    const gun = place.gun ?? (await readOwnGun(repository, published, runtime));
    const context = openNotaryContext(
      {
        gun,
        remote: openRepositoryRemote(repository),
        trustDirectory,
        passphrases: () => Promise.resolve(undefined),
        pins: { certificates: new Map(), authorities: new Map(), allowFirstUse: true },
      },
      runtime,
    );
    const verified = await readRepository(context, { isForChange: true, isExpiryAccepted: true, isCacheUnchanged: true });
    return describe(verified, published, runtime.now());
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { problems: [problem('TRUST_METADATA_INVALID', `${error.message} (${error.code})`)] };
  }
}

function describe(verified: TrustedRepository, published: Publication, now: Date): MetadataDiagnosis {
  const { root, snapshot, timestamp, targets, refused } = verified;
  const expiries = listExpiries(verified, {});
  const problems = [
    ...[...refused.values()].map((error) => problem('TRUST_METADATA_INVALID', `${error.object}: ${error.message} (${error.code})`)),
    ...missingRoots(published, root.content.version),
    ...expiries.flatMap((expiry) => {
      const notice = describeExpiry(expiry, now);
      if (notice === undefined) return [];
      return [problem(expiry.expires <= now ? 'TRUST_METADATA_EXPIRED' : 'TRUST_METADATA_EXPIRES', `${expiry.what} ${notice}`)];
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

/** The repository that the certificate of the root key names. */
async function readOwnGun(repository: Repository, { files }: Publication, runtime: Runtime): Promise<Gun> {
  const file = currentOf(files, 'root');
  if (file === undefined) throw new VerificationError('METADATA_MISSING', 'root', 'the root metadata does not exist');
  const { keys, roles } = decodeRoot(await readStoredFile(repository, file, maxMetadataBytes('root'), runtime)).content;
  return parseGun(keys.get(roles.root.keyIds[0] ?? '')?.certificates?.[0].commonName ?? '');
}

function problem(code: Diagnosis['code'], message: string): Diagnosis {
  return { code, object: trustMetadataTag, message };
}
