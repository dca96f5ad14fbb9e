import { hash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { formatPlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type KnownImage } from '../../remedy/base/base-image.ts';
import { summariseImage, type ImageSummary } from '../../remedy/base/summarise-image.ts';

/** An image that was scanned on this machine under a name. */
export interface CataloguedImage extends KnownImage {
  readonly platform: string;
  /** RFC 3339 */
  readonly scannedAt: string;
  readonly summary: ImageSummary;
}

const format = 1;
const named: ReadonlySet<string> = new Set(['registry', 'docker', 'podman', 'containerd']);

export function catalogueFolder(cacheDirectory: string): string {
  return join(cacheDirectory, 'images');
}

/** What a report says of an image that has a name in a registry or an engine; one for each of its names. */
export function catalogued(report: ScanReport): readonly CataloguedImage[] {
  const { target, startedAt } = report;
  const diffIds = target.layers.flatMap(({ diffId }) => (diffId === undefined ? [] : [diffId]));
  if (!named.has(target.scheme) || diffIds.length === 0 || diffIds.length < target.layers.length || target.platform === undefined) return [];
  const image = {
    diffIds,
    platform: formatPlatform(target.platform),
    scannedAt: startedAt.toISOString(),
    summary: summariseImage(report),
    ...(target.manifestDigest === undefined ? {} : { manifestDigest: target.manifestDigest }),
    ...(target.created === undefined ? {} : { created: target.created }),
  };
  const references = [target.name, ...(target.references ?? [])].flatMap(canonical);
  return [...new Set(references)].map((reference) => ({ reference, ...image }));
} // prettier-ignore

/** Keeps images for later runs, without a network. A folder that cannot be written is no error of the command. */
export function rememberImages(images: readonly CataloguedImage[], cacheDirectory: string, { log }: Runtime): void {
  if (images.length === 0) return;
  const folder = catalogueFolder(cacheDirectory);
  try {
    makeDirectory(folder, { mode: 0o700 });
    for (const image of images) {
      const name = `${hash('sha256', `${image.reference}\n${image.platform}`).slice(0, 32)}.json`;
      writeFileAtomicallySync(join(folder, name), [Buffer.from(JSON.stringify({ format, ...image }))], { sync: 'nothing' });
    }
    trim(folder);
  } catch (error) {
    log.debug('the catalogue of images cannot be written', { folder, reason: messageOf(error) });
  }
}

/** Images that were scanned before, in no particular order. What cannot be read is passed over. */
export function readCatalogue(cacheDirectory: string): readonly CataloguedImage[] {
  const folder = catalogueFolder(cacheDirectory);
  return listFolder(folder)
    .slice(0, limits.cataloguedImages)
    .flatMap((name) => {
      try {
        const bytes = readAtMost(join(folder, name), limits.cataloguedImageBytes);
        const image = bytes === undefined ? undefined : (JSON.parse(bytes.toString('utf8')) as CataloguedImage & { readonly format: number });
        return image?.format === format && image.diffIds.length > 0 && image.diffIds.every(isDigest) ? [image] : [];
      } catch {
        return [];
      }
    });
} // prettier-ignore

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
  } catch {
    return [];
  }
}

/** The oldest go first. */
function trim(folder: string): void {
  const names = listFolder(folder);
  if (names.length <= limits.cataloguedImages) return;
  const aged = names.map((name) => ({ name, at: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  aged.sort((a, b) => a.at - b.at);
  for (const { name } of aged.slice(0, names.length - limits.cataloguedImages)) rmSync(join(folder, name), { force: true });
}

/** With its tag; a name by digest alone says no tag to compare with. */
function canonical(name: string): readonly string[] {
  try {
    const { digest: _, ...reference } = parseReference(name.replace(/^[a-z]+:(?=[^:/]+[:/])(?!\d+\/)/, ''));
    return reference.tag === undefined ? [] : [formatReference(reference)];
  } catch (error) {
    if (error instanceof PratiqueError) return [];
    throw error;
  }
}
