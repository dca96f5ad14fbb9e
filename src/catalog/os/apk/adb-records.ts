import { limits } from '../../../model/limits.ts';
import { type RecordedFile } from '../../recorded/recorded-file.ts';
import { AdbError, openAdb, type AdbValue } from './adb.ts';
import { type ApkRecord } from './apk-records.ts';

/** Places of members in apk_adb.h of apk-tools 3: of the database, a package, what it says of itself, a dependency, a directory, a file. */
const places = {
  packages: 1,
  info: 1,
  paths: 2,
  name: 1,
  version: 2,
  architecture: 5,
  license: 6,
  origin: 7,
  maintainer: 8,
  depends: 15,
  provides: 16,
  files: 3,
  hashes: 5,
  target: 6,
} as const;

/** Records of an installed database of apk v3 (`idb`). Throws {@link AdbError} where the whole cannot be read. */
export function parseAdbInstalled(content: Buffer, problem: (message: string) => void): readonly ApkRecord[] {
  const { schema, root } = openAdb(content, limits.keptFileBytes);
  if (schema !== 'idb') throw new AdbError(`is of the schema ${JSON.stringify(schema)} and no database of installed packages`);
  const records: ApkRecord[] = [];
  for (const item of root.member(places.packages)?.items() ?? []) {
    try {
      records.push(readRecord(item));
    } catch (cause) {
      if (!(cause instanceof AdbError)) throw cause;
      problem(cause.message);
    }
  }
  return records;
}

function readRecord(item: AdbValue): ApkRecord {
  const info = item.member(places.info);
  const name = textAt(info, places.name);
  if (info === undefined || name === undefined) throw new AdbError('has a record that names no package');
  const version = textAt(info, places.version);
  if (version === undefined) throw new AdbError(`${name} has no version`);
  const architecture = textAt(info, places.architecture);
  const license = textAt(info, places.license);
  const maintainer = textAt(info, places.maintainer);
  return {
    name,
    version,
    source: { name: textAt(info, places.origin) ?? name, version },
    ...(architecture === undefined ? {} : { architecture }),
    licenses: license === undefined ? [] : [license],
    ...(maintainer === undefined ? {} : { maintainer }),
    depends: namesOf(info.member(places.depends)),
    provides: namesOf(info.member(places.provides)),
    ownedPaths: () => filesOf(item).map(({ path }) => path),
    recordedFiles: () => filesOf(item).flatMap(({ path, file }) => recordedFile(path, file)),
  };
}

function textAt(value: AdbValue | undefined, place: number): string | undefined {
  return value?.member(place)?.text() || undefined;
}

function namesOf(list: AdbValue | undefined): readonly string[] {
  return Array.from(list?.items() ?? [], (item) => textAt(item, places.name)).filter((name) => name !== undefined);
}

/** What is damaged here is no reason to drop the package. */
function filesOf(item: AdbValue): readonly { readonly path: string; readonly file: AdbValue }[] {
  const files: { readonly path: string; readonly file: AdbValue }[] = [];
  try {
    for (const directory of item.member(places.paths)?.items() ?? []) {
      const folder = textAt(directory, places.name);
      for (const file of directory.member(places.files)?.items() ?? []) {
        const name = textAt(file, places.name);
        if (name !== undefined) files.push({ path: folder === undefined ? name : `${folder}/${name}`, file });
      }
    }
  } catch (cause) {
    if (!(cause instanceof AdbError)) throw cause;
  }
  return files;
}

/** Symlinks and devices have a target. The length of a hash says which it is. */
function recordedFile(path: string, file: AdbValue): readonly RecordedFile[] {
  try {
    const hash = file.member(places.hashes)?.bytes();
    if (hash === undefined || file.member(places.target) !== undefined || (hash.length !== 20 && hash.length !== 32)) return [];
    return [{ path, algorithm: hash.length === 20 ? 'sha1' : 'sha256', digest: hash.toString('hex') }];
  } catch (cause) {
    if (!(cause instanceof AdbError)) throw cause;
    return [];
  }
}
