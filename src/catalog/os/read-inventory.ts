import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { limits } from '../../model/limits.ts';
import { type RecordIssues } from './record-issues.ts';

export interface InventoryEntry {
  /** A member that is a text and not empty. */
  readonly text: (key: string) => string | undefined;
}

/** The objects of a list that is a member of a JSON object: databases of systems that are built as a whole. Never throws. */
export function readInventory(content: Uint8Array, member: string, issues: RecordIssues): readonly InventoryEntry[] {
  const list = readMember(content, member, issues);
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    issues.addUnreadable(`has no list ${member}`);
    return [];
  }
  return list.map((entry: unknown) => ({ text: (key) => textOf(entry, key) }));
}

function readMember(content: Uint8Array, member: string, issues: RecordIssues): unknown {
  try {
    const root = parseJsonBounded(content, { maxBytes: limits.packageManifestBytes, maxDepth: limits.documentDepth });
    return memberOf(root, member) ?? null;
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    issues.addUnreadable(cause.message);
    return undefined;
  }
}

function textOf(entry: unknown, key: string): string | undefined {
  const value = memberOf(entry, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
