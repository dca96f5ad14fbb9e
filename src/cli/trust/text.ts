import { type Publication } from '../../trust/notary/publish/publish-edited.ts';
import { formatTable } from '../database/database-status-text.ts';

/** Published versions: `targets 3, targets/releases 2`. */
export function describeVersions({ versions }: Publication): string {
  return versions.size === 0
    ? 'nothing to publish, already up to date'
    : [...versions].map(([role, version]) => `${role} ${version}`).join(', ');
}

/** `1 key`, `2 keys`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}

/** Rows under a head in capitals; `(none)` instead of nothing. */
export function* formatRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): Generator<string> {
  if (rows.length === 0) yield '(none)\n';
  else yield* formatTable([head, ...rows], right);
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
