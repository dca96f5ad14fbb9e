import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { migrationAnnotations } from './migration-annotations.ts';
import { type MigrationRecord } from './migration-record.ts';
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
  readonly record: MigrationRecord;
  /** When the old signatures were verified. */
  readonly verifiedAt: Date;
  /** Only plan. */
  readonly isDryRun: boolean;
}

/** Throws what {@link Resigner.check} throws, before anything is signed. */
export async function checkResigners({ images, resigners, repositoryOf }: MigrationRun, runtime: Runtime): Promise<void> {
  const present = images.filter(({ state }) => state.kind === 'present');
  for (const name of new Set(present.map(({ repository }) => repository)))
    for (const resigner of resigners) {
      const images = present.filter((image) => image.repository === name);
      const [first] = images;
      if (first !== undefined) await resigner.check?.({ name, repository: repositoryOf(first) }, images, runtime);
    }
}

/**
 * Signs each image with each scheme unless the registry has such a signature, and records every signature as soon as it is stored. The record is not asked: a signature may be
 * gone since, or belong to trust metadata that somebody replaced. A failure does not stop the others. An interrupted run continues when it is started again. Throws when the caller gives up.
 */
export async function applyMigration(run: MigrationRun, runtime: Runtime): Promise<readonly MigrationStep[]> {
  const steps: MigrationStep[] = [];
  const total = run.images.length * run.resigners.length;
  for (const image of run.images)
    for (const resigner of run.resigners) {
      runtime.signal.throwIfAborted();
      runtime.progress({ id: 'migrate', label: `${image.repository}:${image.tags[0]?.tag ?? ''}`, done: steps.length, total, unit: 'items' });
      steps.push({ image, scheme: resigner.scheme, outcome: await takeStep(image, resigner, run, runtime) });
    }
  runtime.progress({ id: 'migrate', label: 'migrated', done: total, total, unit: 'items', finished: true });
  return steps;
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
  try {
    const toSign = { image, subject, repository: run.repositoryOf(image), annotations: migrationAnnotations(image) };
    const existing = await resigner.findExisting(toSign, runtime);
    if (run.isDryRun) return { kind: existing === undefined ? 'to sign' : 'signed before' };
    const foundAt = existing ?? (await resigner.sign(toSign, runtime)).foundAt;
    if (existing === undefined || !run.record.has(image, resigner))
      await run.record.add(image, resigner, { signedAt: runtime.now(), verifiedAt: run.verifiedAt, foundAt });
    return existing === undefined ? { kind: 'signed', foundAt } : { kind: 'signed before' };
  } catch (error) {
    const isExpected = error instanceof PratiqueError || error instanceof VerificationError;
    if (!isExpected || runtime.signal.aborted || error.code === 'RECORD_UNUSABLE') throw error;
    return { kind: 'failed', reason: `${error.message} (${error.code})` };
  }
}

/** For people: what the registry has. */
export function describeState({ state, size }: ResolvedSignedImage): string {
  if (state.kind === 'size differs') return `the manifest in the registry has ${state.actualSize} bytes; ${size} were signed`;
  if (state.kind === 'unreadable') return state.reason;
  return state.kind === 'missing' ? 'no longer in the registry' : 'in the registry';
}
