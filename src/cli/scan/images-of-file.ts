import { workloadImages } from '../../check/workload-images.ts';
import { workloadKind } from '../../check/workload-kind.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Output } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';

/** The images of a Compose file or a Kubernetes manifest. Those that it builds are named on standard error. Throws USAGE and TARGET_UNREADABLE. */
export function imagesOfFile(path: string, output: Output): readonly string[] {
  const text = readBoundedFile(path, limits.workloadBytes, 'the file').toString('utf8');
  const kind = workloadKind(text);
  if (kind === undefined)
    throw new PratiqueError('USAGE', `${path} is neither a Compose file nor a Kubernetes manifest`, { hint: 'leave out --images' });
  const { images, built, issues } = workloadImages(kind, path, text, readText);
  for (const service of built) output.warn(`pratique: ${path}: the image of ${service} is built from a Dockerfile; build it and scan it by its name`);
  const [issue] = issues.filter(({ severity }) => severity === 'error');
  if (issue !== undefined) throw new PratiqueError('TARGET_UNREADABLE', `${path}: ${issue.message}`, { hint: 'correct the file, or name the images' });
  if (images.length === 0) throw new PratiqueError('TARGET_NOT_FOUND', `${path} names no images`, { hint: built.length === 0 ? 'check that this is the file' : 'build its images, and scan them by their names' });
  return images;
} // prettier-ignore

function readText(path: string): string | undefined {
  try {
    return readAtMost(path, limits.workloadBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}
