import { sql, type Transaction } from 'kysely';
import { formatReference, parseReference, type ImageReference } from '../../model/reference.ts';
import { type Tables } from '../../postgres/tables.ts';
import { enqueueJob } from '../jobs/job.ts';
import { scanImage } from '../jobs/scan-image.ts';
import { removeDigest, removeTag, repositoryId } from '../queries/tags.ts';
import { type ServerContext } from '../server-context.ts';
import { type HookEvent } from './hook-format.ts';

export interface HookPlace {
  readonly project: number;
  /** The registry that the hook was made for: what a message says about another is not believed. */
  readonly registry: string;
}

/** Signatures and attestations beside an image are no images. */
const companionTag = /^sha256-[0-9a-f]{64}(?:\.\w+)?$/;
/** The index that has an image is often pushed just after it, and its scan includes it. */
const patienceSeconds = 5;

/**
 * What a message makes happen. It is a hint: a tag is looked up when its scan runs, so a message that comes late or twice moves nothing back. `undefined` where it is about nothing
 * that is kept here.
 */
export async function applyEvent(
  event: HookEvent,
  { project, registry }: HookPlace,
  context: ServerContext,
  transaction: Transaction<Tables>,
): Promise<string | undefined> {
  if (event.registry !== undefined && event.registry !== registry) return undefined;
  const image = referenceOf(event, registry);
  if (image === undefined) return undefined;
  const { repository, tag, digest } = image;
  if (event.action === 'delete') {
    if (tag !== undefined) return (await removeTag(transaction, project, registry, repository, tag)) ? 'tag removed' : undefined;
    return digest !== undefined && (await removeDigest(transaction, project, registry, repository, digest)) ? 'tags removed' : undefined;
  }
  if (!(await isEnabled(transaction, project, registry, repository))) return undefined;
  // A pull, and a push by digest, want a scan only of what is not known yet.
  const isNew = event.action === 'push' && tag !== undefined;
  const reference = formatReference(
    isNew ? { registry, repository, tag } : { registry, repository, ...(digest === undefined ? { tag: tag! } : { digest }) },
  );
  await enqueueJob(
    context,
    scanImage,
    { project, subject: reference, input: { reference, trigger: 'push', ...(isNew ? {} : { onlyIfMissing: true }) } },
    { key: `${project} ${reference}`, priority: isNew ? 5 : 1, transaction, ...(isNew ? {} : { startAfterSeconds: patienceSeconds }) },
  );
  return 'scan';
}

/** `undefined` for names that no registry has, and without a tag or a digest. */
function referenceOf({ repository, tag, digest }: HookEvent, registry: string): ImageReference | undefined {
  if ((tag === undefined && digest === undefined) || (tag !== undefined && companionTag.test(tag))) return undefined;
  try {
    const { repository: checked } = parseReference(`${registry}/${repository}`);
    return { registry, repository: checked, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  } catch {
    return undefined;
  }
}

async function isEnabled(db: Transaction<Tables>, project: number, registry: string, name: string): Promise<boolean> {
  const id = await repositoryId(db, project, registry, name);
  const { rows } = await sql<{ is_enabled: boolean }>`select is_enabled from repository where id = ${id}`.execute(db);
  return rows[0]!.is_enabled;
}
