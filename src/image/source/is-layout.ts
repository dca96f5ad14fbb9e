import { isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageFiles } from './image-files.ts';

/**
 * Whether an archive of Docker's is an OCI layout as well. Docker 25 writes `"manifests": null`, Go's form of no entries, for an image whose
 * manifest it does not have: then only `manifest.json` names the image.
 */
export async function isLayout(files: ImageFiles): Promise<boolean> {
  if (!(await files.has('oci-layout'))) return false;
  const bytes = await files.read('index.json', limits.documentBytes);
  if (bytes === undefined) return false;
  try {
    return parseDocument(bytes, `${files.name}: index.json`, (index) => !(isJsonObject(index) && index['manifests'] === null));
  } catch (error) {
    // A damaged index is reported when it is opened.
    if (error instanceof PratiqueError) return true;
    throw error;
  }
}
