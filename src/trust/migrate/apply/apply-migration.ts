import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { migrationAnnotations } from './migration-annotations.ts';
import { type MigrationRecord } from './migration-record.ts';
import { type RefusedTags } from './registry-revocations.ts';
import { type Resigner } from './resigner.ts';

/** The outcome, or in a dry run the plan, for one image and one scheme. */
export interface MigrationStep {
  readonly image: ResolvedSignedImage;
  readonly scheme: Resigner['scheme'];
  readonly outcome:
    | { readonly kind: 'to sign' }
    | { readonly kind: 'signed'; readonly foundAt: string }
    | { readonly kind: 'signed before' }
    /** The image is not in the registry, or differs from what was signed. */
    | { readonly kind: 'left out'; readonly reason: string }
    | { readonly kind: 'failed'; readonly reason: string };
}

export interface MigrationRun {
  readonly images: readonly ResolvedSignedImage[];
  readonly resigners: readonly Resigner[];
  readonly repositoryOf: (image: ResolvedSignedImage) => Repository;
  /** Tags of an image that must not be signed again, such as those revoked since; asked right before the image is signed. */
  readonly refusedTags: (image: ResolvedSignedImage, runtime: Runtime) => Promise<RefusedTags>;
  readonly record: MigrationRecord;
  /** When the old signatures were verified. */
  readonly verifiedAt: Date;
  /** Only plan. */
  readonly isDryRun: boolean;
}

/** Throws what {@link Resigner.check} and {@link MigrationRun.refusedTags} throw, before anything is signed. */
export async function checkResigners({ images, resigners, repositoryOf, refusedTags }: MigrationRun, runtime: Runtime): Promise<void> {
  const present = images.filter(({ state }) => state.kind === 'present');
  for (const name of new Set(present.map(({ repository }) => repository))) {
    const own = present.filter((image) => image.repository === name) as [ResolvedSignedImage, ...ResolvedSignedImage[]];
    for (const resigner of resigners) await resigner.check?.({ name, repository: repositoryOf(own[0]) }, own, runtime);
    await refusedTags(own[0], runtime);
  }
} // prettier-ignore

/**
 * Signs each image with each scheme unless the registry has such a signature, and records every signature as soon as it is stored. The record is not asked: a signature may be
 * gone since, or belong to trust metadata that somebody replaced. A failure does not stop the others. An interrupted run continues when it is started again. Throws when the caller gives up.
 */
export async function applyMigration(run: MigrationRun, runtime: Runtime): Promise<readonly MigrationStep[]> {
  const steps: MigrationStep[] = [];
  const total = run.images.length * run.resigners.length;
  for (const image of run.images) {
    runtime.signal.throwIfAborted();
    runtime.progress({ id: 'migrate', label: `${image.repository}:${image.tags[0]?.tag ?? ''}`, done: Math.min(steps.length, total), total, unit: 'items' });
    const refused = image.state.kind === 'present' ? await expectFailure(() => run.refusedTags(image, runtime), runtime) : new Map<string, PratiqueError>();
    for (const { part, outcome } of splitImage(image, refused))
      for (const resigner of run.resigners) {
        // A tag that is refused keeps no other tag of the image from being signed.
        const each = resigner.isPerTag === true ? part.tags.map((tag) => ({ ...part, tags: [tag] })) : [part];
        for (const one of each) {
          runtime.signal.throwIfAborted();
          steps.push({ image: one, scheme: resigner.scheme, outcome: outcome ?? (await takeStep(one, resigner, run, runtime)) });
        }
      }
  }
  runtime.progress({ id: 'migrate', label: 'migrated', done: total, total, unit: 'items', finished: true });
  return steps;
} // prettier-ignore

interface Part {
  readonly part: ResolvedSignedImage;
  /** Absent where it is to be signed. */
  readonly outcome?: MigrationStep['outcome'];
}

/** The tags to sign together, and each refused tag on its own. */
function splitImage(image: ResolvedSignedImage, refused: RefusedTags | Failure): readonly Part[] {
  if ('kind' in refused) return [{ part: image, outcome: refused }];
  const { tags } = image;
  const kept = tags.filter(({ tag }) => !refused.has(tag));
  const leftOut = tags.flatMap((each): readonly Part[] => {
    const error = refused.get(each.tag);
    return error === undefined ? [] : [{ part: { ...image, tags: [each] }, outcome: { kind: 'left out', reason: describeError(error) } }];
  });
  return [...(kept.length === 0 ? [] : [{ part: { ...image, tags: kept } }]), ...leftOut];
} // prettier-ignore

async function takeStep(
  image: ResolvedSignedImage,
  resigner: Resigner,
  run: MigrationRun,
  runtime: Runtime,
): Promise<MigrationStep['outcome']> {
  const { state, digest, size } = image;
  if (state.kind !== 'present') return { kind: 'left out', reason: describeState(image) };
  const subject = { mediaType: state.mediaType, digest, size };
  return expectFailure(async () => {
    const toSign = { image, subject, repository: run.repositoryOf(image), annotations: migrationAnnotations(image) };
    const existing = await resigner.findExisting(toSign, runtime);
    if (run.isDryRun) return { kind: existing === undefined ? 'to sign' : 'signed before' };
    const foundAt = existing ?? (await resigner.sign(toSign, runtime)).foundAt;
    if (existing === undefined || !run.record.has(image, resigner))
      await run.record.add(image, resigner, { signedAt: runtime.now(), verifiedAt: run.verifiedAt, foundAt });
    return existing === undefined ? { kind: 'signed', foundAt } : { kind: 'signed before' };
  }, runtime);
}

type Failure = Extract<MigrationStep['outcome'], { readonly kind: 'failed' }>;

/** What concerns one image does not stop the others. */
async function expectFailure<T>(work: () => Promise<T>, runtime: Runtime): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    const isExpected = error instanceof PratiqueError || error instanceof VerificationError;
    if (!isExpected || runtime.signal.aborted || error.code === 'RECORD_UNUSABLE') throw error;
    return { kind: 'failed', reason: `${error.message} (${error.code})` };
  }
}

function describeError({ message, hint, code }: PratiqueError): string {
  return `${message}; ${hint} (${code})`;
}

/** For people: what the registry has. */
export function describeState({ state, size }: ResolvedSignedImage): string {
  if (state.kind === 'size differs') return `the manifest in the registry has ${state.actualSize} bytes; ${size} were signed`;
  if (state.kind === 'unreadable') return state.reason;
  return state.kind === 'missing' ? 'no longer in the registry' : 'in the registry';
}
