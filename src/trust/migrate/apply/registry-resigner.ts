import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { digestHex } from '../../../model/digest.ts';
import { assertNoOlderRoot, initializeRepository, isInitialized } from '../../notary/operation/initialize-repository.ts';
import { tagChanges } from '../../notary/operation/tag-changes.ts';
import { signableRoles } from '../../notary/operation/signable-roles.ts';
import { type Change } from '../../notary/changelist/change.ts';
import { Changelist } from '../../notary/changelist/changelist.ts';
import { changelistFolder } from '../../notary/directory/trust-directory.ts';
import { recoverPending } from '../../notary/publish/recover-pending.ts';
import { publishChanges } from '../../notary/publish/publish-changes.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { keyMissing, sharedKeyIds } from '../../notary/publish/key-missing.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { assertNotReserved, trustMetadataTag } from '../../store/trust-metadata-tag.ts';
import { keyRole, type KeyRole } from '../../tuf/key-role.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { requireKnownRoot } from './require-known-root.ts';
import { type RepositoryPlace, type Resigner } from './resigner.ts';

/** Signs tags into the trust metadata in the image's own repository (`trust/registry-metadata`), which bind each tag to its digest. */
export function registryResigner(openContext: (place: RepositoryPlace, runtime: Runtime) => Promise<NotaryContext>): Resigner {
  const contextOf = async (place: RepositoryPlace, runtime: Runtime): Promise<NotaryContext> =>
    requireKnownRoot(await openContext(place, runtime));
  return {
    scheme: 'registry',
    keyId: trustMetadataTag,
    isPerTag: true,
    check: async (place, images, runtime) => {
      const context = await contextOf(place, runtime);
      await noteStaged(context);
      if (!(await isInitialized(context))) return assertNoOlderRoot(context);
      const trusted = await readRepository(context, { isForChange: true, isCacheUnchanged: true });
      const bound = await readBoundTags(context);
      const tags = images.flatMap((image) => image.tags).filter(({ tag }) => !bound.has(tag));
      const roles = new Set<TargetsRole>();
      for (const { tag } of tags) for (const role of await signableRoles(trusted, tag, context.keys, context.remote)) roles.add(role);
      if (tags.length > 0) await assertKeys(trusted, roles, context);
    },
    findExisting: async ({ image, repository }, runtime) => {
      for (const { tag } of image.tags) assertNotReserved(tag, image.repository);
      const context = await contextOf({ name: image.repository, repository }, runtime);
      if (!(await isInitialized(context))) return undefined;
      const bound = await readBoundTags(context);
      assertNotBoundElsewhere(bound, image);
      const isBound = image.tags.every(({ tag }) => bound.get(tag) === digestHex(image.digest));
      return isBound ? foundAt : undefined;
    },
    // Nothing is staged: what others staged here stays staged, and what an interrupted run decided does not outlive it.
    sign: async ({ image, repository }, runtime) => {
      const context = await contextOf({ name: image.repository, repository }, runtime);
      await recoverPending(context);
      if (!(await isInitialized(context))) await initializeRepository(context);
      const trusted = await readRepository(context, { isForChange: true });
      assertNotBoundElsewhere(boundTags(trusted), image);
      await publishChanges(context, await changesFor(image, trusted, context));
      return { foundAt };
    },
    policyTerms: async (place, runtime) => {
      const context = await contextOf(place, runtime);
      if (!(await isInitialized(context))) return { notary: { server: 'registry', rootKeys: [] } };
      const { root } = await readRepository(context, { isForChange: true });
      return { notary: { server: 'registry', rootKeys: root.content.roles.root.keyIds } };
    },
  };
}

async function changesFor(
  { digest, size, tags }: ResolvedSignedImage,
  trusted: TrustedRepository,
  { keys, remote }: NotaryContext,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const { tag } of tags) changes.push(...tagChanges({ tag, digest, size }, await signableRoles(trusted, tag, keys, remote)));
  return changes;
}

const foundAt = `tag ${trustMetadataTag}`;

function boundTags(repository: TrustedRepository): ReadonlyMap<string, string> {
  return new Map(listTags(repository).map(({ tag, sha256 }) => [tag, sha256]));
}

/** Metadata that has expired binds nothing: it is signed again. */
async function readBoundTags(context: NotaryContext): Promise<ReadonlyMap<string, string>> {
  try {
    return boundTags(await readRepository(context, { isCacheUnchanged: true }));
  } catch (error) {
    if (error instanceof VerificationError && error.code === 'METADATA_EXPIRED') return new Map();
    throw error;
  }
}

/** What the user staged stays staged; they may have expected it to be published along with the rest. */
async function noteStaged({ gun, directory, runtime }: NotaryContext): Promise<void> {
  const { length } = await new Changelist(changelistFolder(directory, gun)).list();
  if (length === 0) return;
  const what = length === 1 ? '1 change that was staged is' : `${length} changes that were staged are`;
  runtime.log.warn(`${gun}: ${what} not published: see pratique trust status --server registry ${gun}`);
}

/** Without opening a key, which may ask for its passphrase. */
async function assertKeys({ root, targets }: TrustedRepository, roles: ReadonlySet<TargetsRole>, { keys }: NotaryContext): Promise<void> {
  const top = targets.get('targets')?.file.content;
  const own: readonly KeyRole[] = [...roles].flatMap((name) => {
    if (name === 'targets') return [keyRole(name, root.content.roles.targets, root.content.keys)];
    const role = top?.delegations.roles.find((each) => each.name === name);
    return role === undefined ? [] : [keyRole(name, role, top!.delegations.keys)];
  });
  const base = (['snapshot', 'timestamp'] as const).map((name) => keyRole(name, root.content.roles[name], root.content.keys));
  for (const role of [...own, ...base]) {
    const ids = new Set([...role.keys.values()].map(({ canonicalId }) => canonicalId));
    const found = await Promise.all([...ids].map((id) => keys.find(id)));
    const present = found.filter((key) => key !== undefined).length;
    if (present < role.threshold)
      throw keyMissing({
        role: role.name,
        keys: [...role.keys.values()],
        threshold: role.threshold,
        present,
        shared: sharedKeyIds(root.content),
      });
  }
}

/** Trust metadata in the registry are newer than those of the Notary server: a tag that was signed there since is not moved back. */
function assertNotBoundElsewhere(bound: ReadonlyMap<string, string>, { digest, tags }: ResolvedSignedImage): void {
  for (const { tag } of tags) {
    const sha256 = bound.get(tag) ?? digestHex(digest);
    if (sha256 === digestHex(digest)) continue;
    throw new PratiqueError('CHANGE_INVALID', `the trust metadata in the registry bind ${tag} to sha256:${sha256} already`, {
      hint: 'keep it, or sign the older image with pratique trust sign --server registry',
    });
  }
}
