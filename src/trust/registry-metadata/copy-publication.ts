import { type Runtime } from '../../model/runtime.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { contentFaults } from '../store/content-faults.ts';
import { type CopyRun, type TrustMetadataCopy } from '../store/copy-run.ts';
import { readManifestLinks } from '../store/manifest-links.ts';
import { pushSettled } from '../store/push-settled.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { maxMetadataBytes } from '../tuf/max-metadata-bytes.ts';
import { comparePublication, type PublicationDifference } from './compare-publication.ts';
import { type StoredFile } from './metadata-artifact.ts';
import { currentOf, describeFile, type Publication, publicationName, readPublication, readStoredFile } from './publication.ts';
import { firstSettleMs } from './write-publication.ts';

/**
 * Copies the trust metadata of a repository, byte for byte, where the target has none or older ones of the same root. Versions are read from the files,
 * not from what the registries state. Nothing is verified: who verifies the copy trusts only what the source's root signed. `undefined` where the source
 * has no trust metadata.
 */
export async function copyPublication(run: CopyRun): Promise<TrustMetadataCopy | undefined> {
  const { source, target, runtime } = run;
  const name = publicationName(source);
  const published = await readOrCut(run, name, () => readPublication(source, runtime));
  if (published === undefined) return undefined;
  const files = await readOrCut(run, name, () => describeFiles(source, published, runtime));
  if (files === undefined) return undefined;
  const there = await readThere(run);
  if (there === 'unreadable') return 'kept';
  const difference = comparePublication(there?.files, files);
  if (difference.state === 'same') return 'present';
  if (difference.state !== 'missing' && difference.state !== 'older') {
    run.note(explainKept(name, publicationName(target), difference));
    return 'kept';
  }
  return (await write(run, published, there)) ? 'copied' : 'kept';
}

/** A registry may accept images and refuse this, for example where tags are immutable. The image is copied all the same, and the copy is incomplete. */
async function write(run: CopyRun, published: Publication, there: Publication | undefined): Promise<boolean> {
  const { source, target, runtime } = run;
  const [from, to] = [publicationName(source), publicationName(target)];
  try {
    const fetched = await source.readManifest(published.digest, runtime);
    await run.copyTree(fetched);
    const { mediaType } = readManifestLinks(fetched.bytes, from);
    const manifest = { bytes: fetched.bytes, digest: fetched.digest, mediaType, tag: trustMetadataTag };
    if (await pushSettled(target, manifest, there?.digest, runtime, there === undefined ? firstSettleMs : undefined)) return true;
    run.cut(`${from} not copied: another client wrote to ${to} at the same time; run the command again`);
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code !== 'REGISTRY_REFUSED') throw error;
    run.cut(`${from} not copied, so tags of ${target.name} cannot be verified by it: ${error.message}`);
  }
  return false;
}

/** The source may have anything under the tag. What cannot be copied is reported, and the copy is incomplete. */
async function readOrCut<T>(run: CopyRun, name: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isContentFault(error)) throw error;
    run.cut(`${name} not copied, the trust metadata cannot be read: ${error.message}`);
    return undefined;
  }
}

async function readThere({ target, runtime, note }: CopyRun): Promise<Publication | 'unreadable' | undefined> {
  try {
    const there = await readPublication(target, runtime);
    return there === undefined ? undefined : { ...there, files: await describeFiles(target, there, runtime) };
  } catch (error) {
    if (!isContentFault(error)) throw error;
    note(`${publicationName(target)} was left as it is, because its content is not trust metadata: ${error.message}`);
    return 'unreadable';
  }
}

function isContentFault(error: unknown): error is PratiqueError {
  return error instanceof PratiqueError && (contentFaults.has(error.code) || error.code === 'TRUST_SERVER_REFUSED');
}

/** The files as they are. Throws LIMIT_EXCEEDED, and TRUST_SERVER_REFUSED for what is no metadata. */
async function describeFiles(
  repository: RepositoryReader,
  { files }: Pick<Publication, 'files'>,
  runtime: Runtime,
): Promise<readonly StoredFile[]> {
  const name = publicationName(repository);
  if (currentOf(files, 'root') === undefined) throw new PratiqueError('TRUST_SERVER_REFUSED', `${name} has no root metadata`);
  if (files.reduce((sum, { size }) => sum + size, 0) > limits.exportBytes)
    throw new PratiqueError('LIMIT_EXCEEDED', `${name} has more than ${limits.exportBytes} bytes of metadata`);
  const described: StoredFile[] = [];
  for (const file of files)
    described.push(describeFile(file.role, await readStoredFile(repository, file, maxMetadataBytes(file.role), runtime)));
  return described;
}

function explainKept(from: string, to: string, { state, role, published, copied }: PublicationDifference): string {
  const kept = `${from} not copied: ${to}`;
  if (state === 'other root')
    return `${kept} has trust metadata of its own, with another root, which was left as it is. Sign the tags there, with "pratique trust sign --server registry"; or delete that tag and copy again, to verify by the root of the source`;
  if (state === 'diverged') return `${kept} has other content in version ${published} of the ${role} metadata, which was left as it is`;
  const than = copied === undefined ? 'which the source does not have' : `and the source has version ${copied}`;
  return `${kept} has newer trust metadata: version ${published} of ${role}, ${than}`;
}
