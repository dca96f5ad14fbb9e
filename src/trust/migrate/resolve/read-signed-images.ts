import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { archiveRemote } from '../archive/archive-remote.ts';
import { type ReadCollection, readExport } from '../archive/read-export.ts';
import { FetchedFiles } from '../export/fetched-files.ts';
import { verifyCollection } from '../export/verify-collection.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type RootPins } from '../../tuf/root-pins.ts';
import { listSignedImages } from './list-signed-images.ts';
import { type SignedImage } from './signed-image.ts';

/** Verified images of one repository. */
export interface SignedImages {
  readonly images: readonly SignedImage[];
  /** Of `targets` and its delegations. */
  readonly versions: ReadonlyMap<string, number>;
  /** The time at which expiry was checked. */
  readonly verifiedAt: Date;
  readonly notices: readonly string[];
}

export interface ArchivedImages extends SignedImages {
  readonly gun: string;
  /** Where they were exported from. */
  readonly server: string;
}

export interface SignedImagesRequest {
  readonly gun: string;
  readonly pins: RootPins;
  /** The root that this machine trusts already. */
  readonly keptRoot?: Buffer;
}

/** What is signed on a remote now. Throws VerificationError: only verified data is signed again. */
export async function readSignedImages(request: SignedImagesRequest, remote: MetadataRemote, startedAt: Date, runtime: Runtime): Promise<SignedImages> {
  const verified = await verifyCollection({ ...request, startedAt }, new FetchedFiles(remote, []), runtime);
  if (verified instanceof VerificationError) throw verified;
  const refused = [...verified.refused].map(([role, { message }]) => `${role} of ${request.gun} fails verification, so its signers are not listed: ${message}`);
  const versions = new Map([...verified.targets].map(([role, { file }]) => [role as string, file.content.version] as const));
  return { images: listSignedImages(verified), versions, verifiedAt: startedAt, notices: [...verified.notices, ...refused] };
} // prettier-ignore

/** The same for every repository in an archive. Expiry is checked as of the export, the time of which the archive itself states. */
export async function readArchivedImages(
  path: string,
  pinsOf: (gun: string) => Promise<SignedImagesRequest>,
  runtime: Runtime,
): Promise<readonly ArchivedImages[]> {
  const { exportedAt, collections } = await readExport(path);
  if (collections.length > limits.exportFiles)
    throw new PratiqueError('LIMIT_EXCEEDED', `${path} has ${collections.length} repositories, more than ${limits.exportFiles}`);
  // A time of export in the future would make expired data valid.
  if (exportedAt > runtime.now())
    throw new PratiqueError('EXPORT_INVALID', `${path} claims to be made in the future, at ${exportedAt.toISOString()}`);
  const read: ArchivedImages[] = [];
  for (const collection of collections) {
    const images = await readSignedImages(await pinsOf(collection.gun), archiveRemote(collection, path), exportedAt, runtime).catch(
      (error: unknown) => {
        throw explainArchivedRoot(error, collection, path);
      },
    );
    const notice = `${collection.gun}: expiry is checked as of the export, ${exportedAt.toISOString()}`;
    read.push({ ...images, gun: collection.gun, server: collection.server, notices: [notice, ...images.notices] });
  }
  return read;
}

/** On a machine that does not know the root, such as in CI, the server may be gone: the archive names the root by which it was verified. */
function explainArchivedRoot(error: unknown, { gun, trustRoot }: ReadCollection, path: string): unknown {
  const isAboutPin = error instanceof VerificationError && (error.code === 'ROOT_PIN_REQUIRED' || error.code === 'ROOT_PIN_MISMATCH');
  if (!isAboutPin || trustRoot === undefined) return error;
  const { code, object, message } = error;
  return new VerificationError(code, object, message, {
    hint: `${path} was verified by the root key ${trustRoot} (trustRoot of ${gun} in its index.json). If you made the archive, or the publisher confirms the ID, add --root-key ${trustRoot.split(', ')[0] ?? ''}`,
  });
}
