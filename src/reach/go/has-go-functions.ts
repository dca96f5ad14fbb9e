import { type AffectedSymbols } from '../../model/advisory.ts';
import { hashOfName, type GoNames } from '../facts/go-functions.ts';

const read = new WeakMap<GoNames, { readonly functions: ReadonlySet<number>; readonly packages: ReadonlySet<number> }>();

/** Whether a program has some of the functions that an advisory names. Without names of functions, any of the package counts. */
export function hasGoFunctions(names: GoNames, affected: readonly AffectedSymbols[]): boolean {
  const { functions, packages } = unpackBoth(names);
  return affected.some(({ path, symbols }) =>
    // Packages that the standard library carries along have another path, and that of a program itself is `main`.
    [encodePath(path), encodePath(`vendor/${path}`), 'main'].some((prefix) => {
      if (symbols.length === 0) return packages.has(hashOf(prefix)) && (prefix !== 'main' || mayBeProgram.test(path));
      return symbols.some((symbol) => spellings(prefix, symbol).some((name) => functions.has(hashOf(name))));
    }),
  );
}

/** The root of a module, or in a folder for programs. */
const mayBeProgram = /^[^/]+(?:\/[^/]+){1,2}(?:\/v\d+)?$|(?:^|\/)cmd(?:\/|$)/;

/** Of the bytes, as they stand in a program. */
function hashOf(name: string): number {
  return hashOfName(Buffer.from(name, 'utf8').toString('latin1'));
}

/** `T.M` is a method of `T` or of `*T`; `[...]` stands for the types of a generic function. */
function spellings(prefix: string, symbol: string): readonly string[] {
  const [type = '', method] = symbol.split('.', 2);
  const plain = method === undefined ? [type] : [`${type}.${method}`, `(*${type}).${method}`, `${type}[...].${method}`, `(*${type}[...]).${method}`];
  return plain.flatMap((name) => [`${prefix}.${name}`, `${prefix}.${name}[...]`]);
} // prettier-ignore

/** As the linker writes an import path: dots of its last part are escaped (cmd/internal/objabi, PathToPrefix). */
function encodePath(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return path.slice(0, slash) + path.slice(slash).replaceAll('.', '%2e');
}

function unpackBoth(names: GoNames): { readonly functions: ReadonlySet<number>; readonly packages: ReadonlySet<number> } {
  const known = read.get(names);
  if (known !== undefined) return known;
  const both = { functions: unpack(names.functions), packages: unpack(names.packages) };
  read.set(names, both);
  return both;
}

function unpack(packed: string): ReadonlySet<number> {
  const bytes = Buffer.from(packed, 'base64');
  const hashes = new Set<number>();
  for (let at = 0; at + 4 <= bytes.length; at += 4) hashes.add(bytes.readUInt32LE(at));
  return hashes;
}
