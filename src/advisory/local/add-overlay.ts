import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { buildDatabase } from '../build/build-database.ts';
import { type AdvisorySource } from '../source/advisory-source.ts';
import { openDatabase } from '../store/open-database.ts';
import { overlayStore } from '../store/overlay-store.ts';
import { type OpenedAdvisories } from './opened-advisories.ts';

/**
 * Joins the records of a folder to what was opened. They are read anew for each scan, since people edit them. Rejects with ADVISORIES_INVALID for a folder
 * that has none that can be read; single records that cannot be read are issues.
 */
export async function addOverlay(
  opened: OpenedAdvisories,
  folder: string,
  source: AdvisorySource,
  runtime: Runtime,
): Promise<OpenedAdvisories> {
  const output = mkdtempSync(join(tmpdir(), 'pratique-overlay-'));
  const remove = (): void => rmSync(output, { recursive: true, force: true });
  try {
    const options = { sources: [source], enrichments: [], from: { folder }, output, toolVersion: 'overlay' };
    const { issues } = await buildDatabase(options, runtime);
    const overlay = await openDatabase(output, runtime);
    const store = overlayStore(opened.store, overlay);
    const dispose = store[Symbol.asyncDispose].bind(store);
    store[Symbol.asyncDispose] = async () => {
      await dispose();
      remove();
    };
    return { ...opened, store, issues: [...opened.issues, ...issues] };
  } catch (error) {
    remove();
    await opened.store[Symbol.asyncDispose]();
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
    throw new PratiqueError('ADVISORIES_INVALID', `--advisories ${folder}: ${messageOf(error)}`, { cause: error });
  }
}
