import { type OpenOptions } from '../../model/image.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { openArchive } from './open-archive.ts';
import { openStandardInput, standardInputTarget } from './open-standard-input.ts';
import { requirePath } from './require-path.ts';

/** Opens what a source of archives was given: a path, or `-` for standard input. Throws what finding the path and reading the archive throw. */
export async function openArchiveTarget(
  target: string,
  scheme: string,
  options: OpenOptions,
  runtime: Runtime,
): Promise<{ readonly files: ImageFiles; readonly stored: StoredTarget }> {
  if (target === standardInputTarget) {
    const files = await openStandardInput(options, runtime);
    return { files, stored: { name: files.name, scheme } };
  }
  const located = await requirePath(target, scheme, 'file');
  return { files: await openArchive(located, options, runtime), stored: { ...located, name: target, scheme } };
}
