import { type ServerDatabase } from './server-database.ts';

/** A folder for the embedded database, or the URL of a PostgreSQL server. */
export type DatabasePlace = { readonly folder: string } | { readonly url: string };

/** Opens the database without looking at its schema; see `migrate.ts`. Throws SERVER_DATABASE. */
export async function openServerDatabase(place: DatabasePlace): Promise<ServerDatabase> {
  if ('url' in place) return (await import('./open-remote.ts')).openRemote(place.url);
  return (await import('./open-embedded.ts')).openEmbedded(place.folder);
}
