import { type Runtime } from '../../model/runtime.ts';
import { MetadataCache } from '../notary/directory/metadata-cache.ts';
import { type Gun } from '../notary/gun.ts';
import { type Diagnosis } from '../store/diagnose-repository.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';
import { comparePublication } from './compare-publication.ts';
import { findChangedTags } from './copy-age.ts';
import { type MetadataPlace } from './metadata-place.ts';
import { metadataProblem } from './metadata-problem.ts';
import { describeFile, type Publication } from './publication.ts';

interface CopyToDiagnose {
  /** The source. */
  readonly gun: Gun;
  readonly place: MetadataPlace;
  readonly published: Publication;
  readonly verified: TrustedRepository;
}

/** What is wrong with a copy of trust metadata that verifies: the policy does not record it, it is behind, or the images are not those that it signs. */
export async function diagnoseCopy({ gun, place, published, verified }: CopyToDiagnose, runtime: Runtime): Promise<readonly Diagnosis[]> {
  const { repository, trustDirectory, recorded } = place;
  const names = recorded?.names ?? [];
  const unexpected =
    names.length === 0
      ? [metadataProblem('COPY_NOT_RECORDED', `it is a copy of the trust metadata of ${gun}`)]
      : [
          metadataProblem(
            'TRUST_METADATA_INVALID',
            `it is the trust metadata of ${gun}, and the policy records the repository as a copy of ${names[0]}`,
          ),
        ];
  const changed = await findChangedTags(verified, repository, runtime);
  return [
    ...(names.includes(gun) ? [] : unexpected),
    ...(await compareWithSource(gun, { published, verified }, trustDirectory)),
    ...changed.map(({ tag, signed, found }) => ({
      code: 'COPIED_TAG_DIFFERS' as const,
      object: tag,
      message: `it points to ${found}, and ${gun} signs ${signed}`,
    })),
  ];
}

/** With what this machine verified at the source, or published there. */
async function compareWithSource(
  gun: Gun,
  { published, verified }: Pick<CopyToDiagnose, 'published' | 'verified'>,
  trustDirectory: string,
): Promise<readonly Diagnosis[]> {
  const cache = new MetadataCache({ path: trustDirectory }, gun);
  const { files } = await cache.readWhole();
  const root = files.get('root');
  if (root === undefined || !files.has('timestamp')) return [];
  const current = describeFile('root', root);
  const earlier = (await cache.readEarlierRoots(current.version)).map((bytes) => describeFile('root', bytes));
  const seen = [...earlier, ...[...files].map(([role, bytes]) => describeFile(role, bytes))];
  const { state, role, published: version } = comparePublication(published.files, seen);
  if (state === 'older') {
    const newest = seen.find((file) => file.role === 'timestamp');
    return [
      metadataProblem(
        'COPY_BEHIND',
        `its timestamp has version ${verified.timestamp.content.version}, and this machine has seen version ${newest?.version ?? 0} at ${gun}`,
      ),
    ];
  }
  if (state === 'other root') return [metadataProblem('TRUST_METADATA_INVALID', `it has another root than this machine trusts for ${gun}`)];
  if (state === 'diverged')
    return [
      metadataProblem(
        'TRUST_METADATA_INVALID',
        `version ${version} of the ${role} metadata has other content than this machine has seen at ${gun}`,
      ),
    ];
  return [];
}
