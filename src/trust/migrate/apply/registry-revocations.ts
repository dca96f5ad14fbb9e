import { type Digest } from '../../../model/digest.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { assertNoOlderRoot, isInitialized } from '../../notary/operation/initialize-repository.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { readEarlierFiles } from '../../registry-metadata/read-earlier-files.ts';
import { releasesRole } from '../../tuf/role-name.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { judgeHistory, type JudgedFile } from '../export/believed-history.ts';
import { type FetchedFile } from '../export/fetched-files.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { requireKnownRoot } from './require-known-root.ts';
import { type RepositoryPlace } from './resigner.ts';

/** Why tags must not be signed again, by tag. */
export type RefusedTags = ReadonlyMap<string, PratiqueError>;

/**
 * Tags that the trust metadata in the registry signed once and no longer sign. The archive or the Notary server that a migration reads still has them, so signing what it
 * has would undo a revocation. A tag that is not signed now was never signed only if every version since the first one is there and verifies; otherwise it is refused too.
 */
export class RegistryRevocations {
  readonly #openContext: (place: RepositoryPlace, runtime: Runtime) => Promise<NotaryContext>;
  readonly #histories = new Map<string, TagHistory>();

  constructor(openContext: (place: RepositoryPlace, runtime: Runtime) => Promise<NotaryContext>) {
    this.#openContext = openContext;
  }

  /** Throws what reading the trust metadata throws, ROOT_PIN_REQUIRED for those of an unknown root, and TRUST_DATA_LOST. */
  async find(image: ResolvedSignedImage, repository: Repository, runtime: Runtime): Promise<RefusedTags> {
    const name = image.repository;
    const context = await requireKnownRoot(await this.#openContext({ name, repository }, runtime));
    if (!(await isInitialized(context))) {
      await assertNoOlderRoot(context);
      return new Map();
    }
    const trusted = await readRepository(context, { isForChange: true, isCacheUnchanged: true });
    const bound = new Set(listTags(trusted).map(({ tag }) => tag));
    const unbound = image.tags.filter(({ tag }) => !bound.has(tag));
    if (unbound.length === 0) return new Map();
    const history = this.#histories.get(name) ?? new TagHistory();
    this.#histories.set(name, history);
    await history.read(trusted, repository, runtime);
    return new Map(unbound.flatMap(({ tag }) => {
      const refusal = history.refuse(`${name}:${tag}`, tag, trusted);
      return refusal === undefined ? [] : [[tag, refusal] as const];
    }));
  } // prettier-ignore
}

/** The roles that tags are pulled from. */
const pullRoles = ['targets', releasesRole] as const;

/** What each version that verifies signed. It is read once, and then only what was published since. */
class TagHistory {
  readonly #publications = new Set<Digest>();
  readonly #versions = new Map<string, Set<number>>();
  readonly #lastSigned = new Map<string, { readonly role: string; readonly version: number }>();
  /** The newest `targets`, which names the keys of delegations. */
  #targets: FetchedFile | undefined;

  async read(trusted: TrustedRepository, repository: Repository, runtime: Runtime): Promise<void> {
    const files = await readEarlierFiles(repository, this.#publications, runtime);
    const { version } = trusted.root.content;
    const isTrustedRoot = (file: { readonly role: string; readonly version: number }): boolean => file.role === 'root' && file.version < version;
    const root: FetchedFile = { role: 'root', bytes: trusted.root.bytes, sha256: '' };
    const chosen = files.filter((file) => file.role !== 'root' || isTrustedRoot(file));
    const judged = judgeHistory(trusted.gun, [root, ...chosen, ...(this.#targets === undefined ? [] : [this.#targets])]);
    for (const file of judged) this.#note(file);
    const targets = judged.filter((file) => file.role === 'targets' && file.isVerified).sort((a, b) => (b.version ?? 0) - (a.version ?? 0));
    this.#targets = targets[0] ?? this.#targets;
  } // prettier-ignore

  #note(file: JudgedFile): void {
    const role = pullRoles.find((each) => each === file.role);
    if (role === undefined || !file.isVerified || file.content.kind !== 'targets') return;
    const { version, targets } = file.content;
    this.#versions.set(role, (this.#versions.get(role) ?? new Set<number>()).add(version));
    for (const tag of targets.keys()) {
      const last = this.#lastSigned.get(tag);
      if (last === undefined || last.version < version || last.role !== role) this.#lastSigned.set(tag, { role, version });
    }
  }

  /** Of a tag that is not signed now. */
  refuse(image: string, tag: string, trusted: TrustedRepository): PratiqueError | undefined {
    const last = this.#lastSigned.get(tag);
    if (last !== undefined) {
      const { role, version } = last;
      const now = trusted.targets.get(role as 'targets')?.file.content.version;
      const since = now === undefined ? 'and no longer has that role' : `but not in version ${now}`;
      return new PratiqueError('TAG_REVOKED', `${image} was revoked: the trust metadata in the registry signed it in ${role} version ${version} ${since}`, { hint: `to sign it again, add --sign-again ${tag}` });
    }
    const gaps = this.#gaps(trusted);
    if (gaps === '') return undefined;
    return new PratiqueError('TAG_HISTORY_UNKNOWN', `whether ${image} was revoked is unknown: the registry no longer has ${gaps} of its trust metadata`, { hint: `if it was not, add --sign-again ${tag}` });
  } // prettier-ignore

  #gaps(trusted: TrustedRepository): string {
    const gaps = pullRoles.flatMap((role) => {
      const known = this.#versions.get(role) ?? new Set<number>();
      const newest = Math.max(0, ...known, trusted.targets.get(role)?.file.content.version ?? 0);
      // A repository with very many versions is not listed one by one.
      if (known.size === newest) return [];
      return `${newest - known.size} of ${newest} versions of ${role}`;
    });
    return gaps.join(' and ');
  }
}
