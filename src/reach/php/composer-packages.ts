import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';

/** One package of a `vendor` folder; getcomposer.org/doc/04-schema.md, "autoload". */
export interface ComposerPackage {
  readonly name: string;
  readonly folder: string;
  /** Namespaces with their folders, PSR-4 and PSR-0 alike. */
  readonly namespaces: readonly string[];
  /** Loaded by the autoloader itself, whatever the application uses. */
  readonly files: readonly string[];
  /** Some of its classes are found by a list of them, which is not read. */
  readonly hasClassMap: boolean;
  /** Classes that frameworks load because the package announces them. */
  readonly announced: boolean;
}

/** What Composer installed in a `vendor` folder; `undefined` where its list is not there or cannot be read. */
export function readComposerPackages(vendor: string, tree: FileTree): readonly ComposerPackage[] | undefined {
  const entry = tree.get(`${vendor}/composer/installed.json`);
  const bytes = entry?.type === 'file' ? tree.read(entry) : undefined;
  if (bytes === undefined) return undefined;
  try {
    const document = parseJsonBounded(bytes, { maxBytes: limits.lockfileBytes, maxDepth: 64 });
    const list = Array.isArray(document) ? document : isJsonObject(document) ? field(document, 'packages') : undefined;
    return Array.isArray(list) ? list.filter(isJsonObject).flatMap((one) => readPackage(one, vendor) ?? []) : undefined;
  } catch {
    // The catalog reports a list that cannot be read.
    return undefined;
  }
}

function readPackage(one: Readonly<Record<string, unknown>>, vendor: string): ComposerPackage | undefined {
  const name = field(one, 'name');
  if (typeof name !== 'string') return undefined;
  const path = field(one, 'install-path');
  const folder = normalizePath(typeof path === 'string' ? `${vendor}/composer/${path}` : `${vendor}/${name}`);
  const autoload = field(one, 'autoload');
  const parts = isJsonObject(autoload) ? autoload : {};
  const namespaces = ['psr-4', 'psr-0'].flatMap((key) => {
    const map = field(parts, key);
    return isJsonObject(map) ? Object.keys(map) : [];
  });
  const files = field(parts, 'files');
  const classMap = field(parts, 'classmap');
  const extra = field(one, 'extra');
  return {
    name,
    folder,
    namespaces,
    files: Array.isArray(files) ? files.filter((file) => typeof file === 'string').map((file) => normalizePath(`${folder}/${file}`)) : [],
    hasClassMap: (Array.isArray(classMap) && classMap.length > 0) || namespaces.includes(''),
    announced: (isJsonObject(extra) && JSON.stringify(extra).includes('\\')) || field(one, 'type') === 'composer-plugin' || field(one, 'type') === 'symfony-bundle',
  };
} // prettier-ignore
