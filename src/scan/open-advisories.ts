import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { type Runtime } from '../model/runtime.ts';

/** The database in a folder, or the built-in starter advisories when there is none; whichever is not used is not even loaded. */
export async function openAdvisories(database: string | undefined, runtime: Runtime): Promise<AdvisoryStore> {
  if (database === undefined) return (await import('../advisory/starter/open-starter-store.ts')).openStarterStore();
  return (await import('../advisory/store/open-database.ts')).openDatabase(database, runtime);
}
