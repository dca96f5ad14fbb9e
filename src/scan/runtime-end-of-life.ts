import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { runtimeSupport } from '../model/runtime-support.ts';

/** One issue for the runtimes of languages that their projects no longer mend: a newer flaw of theirs may have no advisory. */
export function runtimeEndOfLifeIssues(packages: readonly Package[], now: Date): readonly Issue[] {
  const today = now.toISOString().slice(0, 10);
  const ended = new Map<string, string>();
  for (const found of packages) {
    const end = endOf(found);
    if (end !== undefined && today > end.day)
      ended.set(`${end.name} ${found.version ?? ''}`, `${end.name} ${found.version ?? ''} (${end.day})`);
  }
  if (ended.size === 0) return [];
  const message = `no security support from the project any more: ${[...ended.values()].sort().join(', ')}`;
  return [makeIssue('RUNTIME_END_OF_LIFE', 'scan', message)];
}

/** Programs without a package only: what a distribution brings, it mends. */
function endOf({ ecosystem: id, name, version, evidence }: Package): { readonly name: string; readonly day: string } | undefined {
  if ((id !== 'bitnami' && id !== 'generic') || evidence === 'claimed' || evidence === 'orphan') return undefined;
  const row = Object.hasOwn(runtimeSupport, name) ? runtimeSupport[name] : undefined;
  const release = (row?.release === 'major' ? /^\d+/ : /^\d+\.\d+/).exec(version ?? '')?.[0];
  const day = row === undefined || release === undefined || !Object.hasOwn(row.lastDays, release) ? undefined : row.lastDays[release];
  return row === undefined || day === undefined ? undefined : { name: row.displayName, day };
}
