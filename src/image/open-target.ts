import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { hostPath } from '../lib/path/host-path.ts';
import { packageManagers } from '../model/package-managers.ts';
import { type Image, type ImageSource, type OpenOptions } from '../model/image.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { isImageId, parseReference } from '../model/reference.ts';
import { type Runtime } from '../model/runtime.ts';
import { openReference } from './open-reference.ts';
import { directory } from './source/directory.ts';
import { imageSources } from './source/image-sources.ts';
import { locatePath } from './source/locate-path.ts';
import { ociDir } from './source/oci-dir.ts';
import { openAnyArchive } from './source/open-any-archive.ts';
import { isMeantAsArchive, openArchive } from './source/open-archive.ts';
import { openStandardInput, standardInputTarget } from './source/open-standard-input.ts';
import { rootfs } from './source/rootfs.ts';

/**
 * Opens what a person named: `SCHEME:TARGET`, `-` for standard input, else a path, which is recognised by its content and never by its
 * name, else a reference. A file that is no archive is scanned as a directory with nothing else in it. What exists as a path wins over a reference. One image, or one for each platform of an index when all are
 * asked for; the caller disposes of them. Throws the coded errors of the sources, and TARGET_NOT_FOUND for what is none of these.
 */
export async function openTarget(target: string, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  const colon = target.indexOf(':');
  const scheme = target.slice(0, Math.max(colon, 0));
  const source = imageSources.find((one) => one.scheme === scheme);
  if (source !== undefined) return source.open(target.slice(colon + 1), options, runtime);
  if (target === standardInputTarget) {
    await using files = await openStandardInput(options, runtime);
    return await openAnyArchive(files, { name: files.name }, options, runtime);
  }
  const located = await locatePath(target);
  if (located?.kind === 'file') {
    if (located.selector === undefined && !(await isMeantAsArchive(located))) return directory.open(target, options, runtime);
    await using files = await openArchive(located, options, runtime);
    return await openAnyArchive(files, { ...located, name: target }, options, runtime);
  }
  if (located?.kind === 'directory') return (await sniffDirectory(located.path)).open(target, options, runtime);
  return openReference(checkReference(target), options, runtime);
}

async function sniffDirectory(path: string): Promise<ImageSource> {
  if (await hasAny(path, ['oci-layout', 'index.json'])) return ociDir;
  return (await hasAny(path, rootfsMarks)) ? rootfs : directory;
}

/** What makes a directory the root of a system: os-release(5), or the database of a package manager. */
const rootfsMarks = [
  'etc/os-release',
  'usr/lib/os-release',
  ...Object.values(packageManagers).flatMap(({ databaseFiles, databaseDirectories }) => [...databaseFiles, ...databaseDirectories]),
];

/** A link counts, wherever it points. */
async function hasAny(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const found = await lstat(hostPath(join(folder, name))).catch(() => undefined);
    if (found !== undefined) return true;
  }
  return false;
}

/** Names that only a path can have are not sent to a registry. */
function checkReference(target: string): string {
  const isPath = /^(?:\.{0,2}\/|~)|\.(?:tar|tgz|tzst|gz|zst|json)$/i.test(target);
  try {
    if (!isPath && !isImageId(target)) parseReference(target);
  } catch (cause) {
    if (!(cause instanceof PratiqueError)) throw cause;
    // Credentials are not repeated.
    if (cause.message.startsWith('credentials')) throw cause;
    throw new PratiqueError('TARGET_NOT_FOUND', `no such file or directory, and ${cause.message}`, { cause });
  }
  if (isPath) throw new PratiqueError('TARGET_NOT_FOUND', `${target.slice(0, 400)}: no such file or directory`);
  return target;
}
