import { isJsonObject } from '../../lib/json/json-readers.ts';

/** Conditions that no server has. */
const elsewhere = new Set(['browser', 'types', 'deno', 'bun', 'react-native', 'worker', 'workerd', 'edge-light', 'electron']);
const maxDepth = 16;

/** Files that a member of `exports` or `imports` may stand for, whatever the conditions: nodejs.org/api/packages.html. */
export function exportTargets(map: unknown, subpath: string): readonly string[] {
  if (!isJsonObject(map) || !Object.keys(map).some((key) => /^[.#]/.test(key))) return subpath === '.' ? targetsOf(map, '', 0) : [];
  const exact = Object.entries(map).find(([key]) => key === subpath);
  if (exact !== undefined) return targetsOf(exact[1], '', 0);
  return Object.entries(map).flatMap(([key, value]) => {
    const star = key.indexOf('*');
    const [before, after] = star < 0 ? [key, ''] : [key.slice(0, star), key.slice(star + 1)];
    if (
      (star < 0 && !key.endsWith('/')) ||
      !subpath.startsWith(before) ||
      !subpath.endsWith(after) ||
      subpath.length < before.length + after.length
    )
      return [];
    const middle = subpath.slice(before.length, subpath.length - after.length);
    return targetsOf(value, middle, 0).map((target) => (star < 0 && target.endsWith('/') ? target + middle : target));
  });
}

function targetsOf(value: unknown, middle: string, depth: number): readonly string[] {
  if (typeof value === 'string') return [value.replaceAll('*', middle)];
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((each) => targetsOf(each, middle, depth + 1));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([condition, each]) => (elsewhere.has(condition) ? [] : targetsOf(each, middle, depth + 1)));
}
