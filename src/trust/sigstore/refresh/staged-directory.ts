import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from '../../../lib/file/make-directory.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { replaceFile } from './replace-file.ts';

/** A copy of a directory of small files to work in, so that a program that is killed leaves whole files behind, old or new. */
export interface StagedDirectory extends Disposable {
  readonly path: string;
  /** Puts files that changed in place, the root first: everything else is trusted only through it. */
  publish(): void;
}

/** Names of files that are copied: roles' metadata as tuf-js encodes them. */
const namePattern = /^[A-Za-z0-9%_.!~*'()-]{1,200}\.json$/;

/** Throws OUTPUT_UNWRITABLE. */
export function stageDirectory(directory: string): StagedDirectory {
  const path = makeStage(directory);
  const before = readFiles(directory);
  for (const [name, bytes] of before) writeFileSync(join(path, name), bytes);
  return {
    path,
    publish: () => {
      const changed = [...readFiles(path)].filter(([name, bytes]) => before.get(name)?.equals(bytes) !== true);
      const rootFirst = changed.sort(([one], [other]) => Number(other === 'root.json') - Number(one === 'root.json'));
      for (const [name, bytes] of rootFirst) replaceFile(join(directory, name), bytes);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Beside the directory, so that both are on one file system and no other user can write to it. */
function makeStage(directory: string): string {
  try {
    makeDirectory(directory);
    return mkdtempSync(join(dirname(directory), `.${basename(directory)}-`));
  } catch (cause) {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${directory} cannot be made`, { cause });
  }
}

function readFiles(directory: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(directory).filter((name) => namePattern.test(name));
  return new Map(names.map((name) => [name, readFileSync(join(directory, name))]));
}
