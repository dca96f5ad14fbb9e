import { type Kysely } from 'kysely';
import { type Tables } from '../../../postgres/tables.ts';
import { notFound } from '../../http/problem.ts';
import { findImageId } from '../../queries/images.ts';
import { type ImageContents, readContents } from '../../queries/image-contents.ts';

/** Throws 404 where the image is gone. */
export async function requireContents(db: Kysely<Tables>, id: number): Promise<ImageContents> {
  const contents = await readContents(db, id);
  if (contents === undefined) throw notFound('the image');
  return contents;
}

/** What is in an image of these projects, whoever scanned it. Throws 404. */
export async function findContents(db: Kysely<Tables>, projects: readonly number[], digest: string): Promise<ImageContents> {
  const id = await findImageId(db, projects, digest);
  if (id === undefined) throw notFound(`an index report of ${digest}`);
  return requireContents(db, id);
}
