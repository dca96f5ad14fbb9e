import { type Pom } from './parse-pom.ts';

const maxCharacters = 1_000;
/** A property may be written with others; in a circle it is not known. */
const maxDepth = 16;

/** maven.apache.org/pom.html, "Inheritance": group and version may be the parent's. */
export function groupOf(pom: Pom): string | undefined {
  return pom.group ?? pom.parent?.group;
}

export function versionOf(pom: Pom): string | undefined {
  return pom.version ?? pom.parent?.version;
}

/**
 * A value with its properties replaced: those of the project first, then of each parent in `chain`, which begins with the project. `undefined` where one is not known, as
 * when it comes from the command line or a parent that is not there.
 */
export function resolveValue(value: string | undefined, chain: readonly Pom[]): string | undefined {
  return value === undefined ? undefined : resolve(value, chain, 0);
}

function resolve(value: string, chain: readonly Pom[], depth: number): string | undefined {
  if (!value.includes('${')) return value;
  if (depth > maxDepth || value.length > maxCharacters) return undefined;
  let resolved = '';
  let at = 0;
  for (let mark = value.indexOf('${'); mark !== -1; mark = value.indexOf('${', at)) {
    const end = value.indexOf('}', mark);
    if (end === -1) return undefined;
    const written = findProperty(value.slice(mark + 2, end).trim(), chain);
    const replaced = written === undefined ? undefined : resolve(written, chain, depth + 1);
    if (replaced === undefined || resolved.length + replaced.length > maxCharacters) return undefined;
    resolved += value.slice(at, mark) + replaced;
    at = end + 1;
  }
  return resolved + value.slice(at);
}

function findProperty(name: string, chain: readonly Pom[]): string | undefined {
  const [pom] = chain;
  if (pom === undefined) return undefined;
  // Older poms leave `project.` out, or write `pom.`.
  const field = name.replace(/^(?:project|pom)\./, '');
  const own = ownFields.get(field)?.(pom);
  if (own !== undefined && (field !== name || !chain.some(({ properties }) => properties.has(name)))) return own;
  for (const { properties } of chain) {
    const value = properties.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

const ownFields: ReadonlyMap<string, (pom: Pom) => string | undefined> = new Map([
  ['groupId', groupOf],
  ['artifactId', ({ artifact }) => artifact],
  ['version', versionOf],
  ['parent.groupId', ({ parent }) => parent?.group],
  ['parent.artifactId', ({ parent }) => parent?.artifact],
  ['parent.version', ({ parent }) => parent?.version],
]);
