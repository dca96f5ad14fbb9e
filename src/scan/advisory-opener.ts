import { type LocalOptions } from '../advisory/local/local-options.ts';
import { openLocalStore } from '../advisory/local/open-local-store.ts';
import { type OpenedAdvisories } from '../advisory/local/opened-advisories.ts';
import { sliceOf, type Slice } from '../advisory/local/slice.ts';
import { openDatabase } from '../advisory/store/open-database.ts';
import { type GenerationRequest } from '../advisory/store/database-generations.ts';
import { formatShardName } from '../model/advisory-key.ts';
import { type Package } from '../model/package.ts';
import { type Runtime } from '../model/runtime.ts';

/** Opens the advisories for these packages; the caller disposes the store. */
export type AdvisoryOpener = (packages: readonly OfSlice[]) => Promise<OpenedAdvisories>;

/** What decides which advisories a package needs. */
export type OfSlice = Pick<Package, 'ecosystem' | 'release' | 'isOwn'>;

export interface AdvisoryOptions {
  readonly database?: string;
  /** An older generation of the database. Of the local advisories it is part of `local`. */
  readonly replay?: GenerationRequest;
  readonly local?: LocalOptions;
  /** Folders of OSV records that join what the database has. */
  readonly overlays?: readonly string[];
}

/** The database in a folder, the advisories of this machine, or the built-in starter advisories, which are loaded only then; with overlays, joined by them. */
export function advisoryOpener(options: AdvisoryOptions, runtime: Runtime): AdvisoryOpener {
  return async (packages) => {
    let opened = await openBase(packages, options, runtime);
    for (const folder of options.overlays ?? []) {
      const [{ addOverlay }, { osvOverlay }] = await Promise.all([
        import('../advisory/local/add-overlay.ts'),
        import('../advisory/source/osv/osv-source.ts'),
      ]);
      opened = await addOverlay(opened, folder, osvOverlay(), runtime);
    }
    return opened;
  };
}

async function openBase(
  packages: readonly OfSlice[],
  { database, replay, local }: AdvisoryOptions,
  runtime: Runtime,
): Promise<OpenedAdvisories> {
  if (database !== undefined && replay !== undefined) {
    const { openDatabaseAsOf } = await import('../advisory/local/open-replay.ts');
    return openDatabaseAsOf(database, replay, runtime);
  }
  if (database !== undefined) return { store: await openDatabase(database, runtime), issues: [] };
  if (local !== undefined) return openLocalStore(slicesOf(packages), local, runtime);
  return { store: (await import('../advisory/starter/open-starter-store.ts')).openStarterStore(), issues: [] };
}

/** The ecosystems and releases that a store is asked about, each once. */
function slicesOf(packages: readonly OfSlice[]): readonly Slice[] {
  const slices = new Map<string, Slice | undefined>();
  for (const { ecosystem, release, isOwn } of packages) {
    const name = formatShardName(ecosystem, release);
    if (isOwn !== true && !slices.has(name)) slices.set(name, sliceOf(ecosystem, release));
  }
  return [...slices.values()].filter((slice) => slice !== undefined);
}
