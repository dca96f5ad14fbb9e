import { asText, keysOf, parseJsonObject, type JsonObject } from '../json-object.ts';
import { readNpmLicenses } from './npm-license.ts';

/** What is used of a package.json. */
export interface NpmManifest {
  readonly name?: string;
  readonly version?: string;
  readonly licenses: readonly string[];
  /** Names of what it needs at run time, optional and peer packages among them. */
  readonly dependencies: readonly string[];
  /** Carries its dependencies inside, in its own node_modules. */
  readonly isBundling: boolean;
}

/** `undefined` when it is not a JSON object. The answer is remembered for as long as the content is. */
export function parseNpmManifest(content: Uint8Array): NpmManifest | undefined {
  const known = remembered.get(content);
  if (known !== undefined) return known;
  const manifest = parseJsonObject(content);
  if (manifest === undefined) return undefined;
  const parsed = readManifest(manifest);
  remembered.set(content, parsed);
  return parsed;
}

/** Each nested package needs its enclosing packages again. */
const remembered = new WeakMap<Uint8Array, NpmManifest>();

function readManifest(manifest: JsonObject): NpmManifest {
  const name = asText(manifest['name']);
  const version = normalizeNpmVersion(asText(manifest['version']));
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    licenses: readNpmLicenses(manifest),
    dependencies: readNpmDependencies(manifest),
    isBundling: isBundling(manifest['bundleDependencies'] ?? manifest['bundledDependencies']),
  };
}

/** Also for entries of lock files, which have the same fields. */
export function readNpmDependencies(manifest: JsonObject): readonly string[] {
  const fields = [manifest['dependencies'], manifest['optionalDependencies'], manifest['peerDependencies']];
  const [first = [], ...others] = fields.map(keysOf).filter((names) => names.length > 0);
  return others.length === 0 ? first : [...new Set([...first, ...others.flat()])];
}

/** npm takes `v1.2.3` and `=1.2.3` for `1.2.3` (node-semver, clean). */
export function normalizeNpmVersion(version: string | undefined): string | undefined {
  let start = 0;
  while (version !== undefined && (version[start] === 'v' || version[start] === '=' || version[start] === ' ')) start++;
  return version?.slice(start) || undefined;
}

/** `true` bundles all dependencies, a list those it names. */
function isBundling(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.length > 0);
}
