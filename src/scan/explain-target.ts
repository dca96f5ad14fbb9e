import { explainFlaw, idsOfFlaw, type ExplainedFact } from '../match/explain-flaw.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { findFacts } from './find-facts.ts';
import { inventoryTarget } from './inventory-target.ts';
import { scanInventory } from './scan-inventory.ts';
import { type ScanOptions } from './scan-target.ts';

/** A scan of one image, and every record about one flaw for its packages. */
export interface ExplainedTarget {
  readonly report: ScanReport;
  /** The flaw's own id and its aliases, as the records have them. */
  readonly ids: ReadonlySet<string>;
  readonly facts: readonly ExplainedFact[];
}

/** One answer, or one for each platform of an index. */
export async function explainTarget(
  target: string,
  id: string,
  options: ScanOptions,
  runtime: Runtime,
): Promise<readonly ExplainedTarget[]> {
  const startedAt = runtime.now();
  const open = advisoryOpener(options, runtime);
  const explained: ExplainedTarget[] = [];
  for (const inventory of await inventoryTarget(target, options, runtime)) {
    const report = await scanInventory(inventory, open, { startedAt }, runtime);
    const { store } = await open(report.packages);
    try {
      const packages = report.packages.filter(({ isOwn }) => isOwn !== true);
      const { facts } = await findFacts(packages, store);
      const ids = idsOfFlaw(facts.values(), id);
      explained.push({ report, ids, facts: explainFlaw(packages, facts, ids) });
    } finally {
      await store[Symbol.asyncDispose]();
    }
  }
  return explained;
}
