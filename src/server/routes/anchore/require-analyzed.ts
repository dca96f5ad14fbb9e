import { type Kysely } from 'kysely';
import { type Tables } from '../../../postgres/tables.ts';
import { notFound, Problem } from '../../http/problem.ts';
import { type ImageContents, readContents } from '../../queries/image-contents.ts';
import { findImageId } from '../../queries/images.ts';
import { findImages } from './find-images.ts';

/** What is in an image. Throws 404 where it is not known, or not scanned yet. */
export async function requireAnalyzed(db: Kysely<Tables>, projects: readonly number[], digest: string): Promise<ImageContents> {
  const id = await findImageId(db, projects, digest);
  const contents = id === undefined ? undefined : await readContents(db, id);
  if (contents !== undefined) return contents;
  const [found] = await findImages(db, projects, { digest });
  if (found === undefined) throw notFound(`image ${digest}`);
  throw new Problem(404, `image is not analyzed - analysis_status: ${found.status}`);
}
