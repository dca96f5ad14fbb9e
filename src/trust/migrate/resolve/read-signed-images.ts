import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { archiveRemote } from '../archive/archive-remote.ts';
import { readExport } from '../archive/read-export.ts';
import { FetchedFiles } from '../export/fetched-files.ts';
import { verifyCollection } from '../export/verify-collection.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type RootPins } from '../../tuf/root-pins.ts';
import { listSignedImages } from './list-signed-images.ts';
import { type SignedImage } from './signed-image.ts';

/** Believed images of one repository, and what a reader must know. */
export interface SignedImages {
  readonly images: readonly SignedImage[];
  /** By when expiry was judged. */
  readonly verifiedAt: Date;
  readonly notices: readonly string[];
}

export interface SignedImagesRequest {
  readonly gun: string;
  readonly pins: RootPins;
  /** The root that this machine trusts already. */
  readonly keptRoot?: Buffer;
}

/** What a remote vouches for now. Throws VerificationError: nothing that is not believed is signed again. */
export async function readSignedImages(request: SignedImagesRequest, remote: MetadataRemote, startedAt: Date, runtime: Runtime): Promise<SignedImages> {
  const verified = await verifyCollection({ ...request, startedAt }, new FetchedFiles(remote, []), runtime);
  if (verified instanceof VerificationError) throw verified;
  const refused = [...verified.refused].map(([role, { message }]) => `${role} of ${request.gun} is not believed, and its signers are not named: ${message}`);
  return { images: listSignedImages(verified), verifiedAt: startedAt, notices: [...verified.notices, ...refused] };
} // prettier-ignore

/** The same of every repository in an archive, judged by the moment at which it was exported, which the archive itself says. */
export async function readArchivedImages(
  path: string,
  pinsOf: (gun: string) => Promise<SignedImagesRequest>,
  runtime: Runtime,
): Promise<readonly SignedImages[]> {
  const { exportedAt, collections } = await readExport(path);
  if (collections.length > limits.exportFiles) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has ${collections.length} repositories`);
  // An archive of the future would make what has expired valid again.
  if (exportedAt > runtime.now()) throw new PratiqueError('EXPORT_INVALID', `${path} says that it was made at ${exportedAt.toISOString()}`);
  const read: SignedImages[] = [];
  for (const collection of collections) {
    const images = await readSignedImages(await pinsOf(collection.gun), archiveRemote(collection, path), exportedAt, runtime);
    const notice = `${collection.gun} is judged as of ${exportedAt.toISOString()}, when it was exported`;
    read.push({ ...images, notices: [notice, ...images.notices] });
  }
  return read;
}
