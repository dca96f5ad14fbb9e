import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where tools/make-images.sh of the shared folder left its images, and a database built from the shared feeds. */
const images = process.env['PRATIQUE_IMAGES'] ?? '/var/tmp/images';
const database = process.env['PRATIQUE_DB'] ?? '/var/tmp/db';

/** An OCI layout, or `undefined` with a word about it where there is none. */
export function realImage(name: string): string | undefined {
  const path = join(images, name, 'oci');
  if (existsSync(path)) return path;
  process.stdout.write(`no ${path}: skipped\n`);
  return undefined;
}

/** The arguments that name the database; none where there is none, and the starter advisories answer. */
export function databaseArguments(): readonly string[] {
  if (existsSync(join(database, 'manifest.json'))) return ['--db', database];
  process.stdout.write(`no ${database}: the starter advisories answer (pratique db build --from … --output ${database})\n`);
  return ['--skip-db-update'];
}
