import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../lib/file/make-directory.ts';
import { cannotWrite } from '../../terminal/output.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { sampleImage } from './sample-image.ts';

/** Writes the sample image to the cache directory, unless it exists, and returns its path. Throws OUTPUT_UNWRITABLE. */
export function writeSampleImage(cacheDirectory: string): string {
  const folder = join(cacheDirectory, 'sample');
  const path = join(folder, 'image.tar');
  const image = sampleImage();
  try {
    if (statSync(path, { throwIfNoEntry: false })?.size === image.length && readFileSync(path).equals(image)) return path;
    makeDirectory(folder);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  writeOutputFile(path, [image]);
  return path;
}
