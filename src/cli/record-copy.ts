import { type ConfigurationFile, readConfigurationFile } from '../config/configuration-file.ts';
import { writeFileAtomically } from '../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type OpenedRepository } from '../trust/store/open-repository.ts';
import { addCopy } from '../trust/verdict/policy/add-copy.ts';

/** Where a copy is recorded, checked before anything is copied. */
export interface CopyRecord {
  /** Writes the entry into the policy as it is by then; says what was done. */
  write(): Promise<string>;
}

/** Throws USAGE where one of the two has no name in a registry, and CONFIG_INVALID for a policy that the entry cannot be added to. */
export function prepareRecord(path: string, source: OpenedRepository, target: OpenedRepository): CopyRecord {
  if (source.registry === undefined || target.registry === undefined)
    throw new PratiqueError('USAGE', '--record: a layout has no name that signatures could be made for', {
      hint: 'record copies from one registry to another',
    });
  const copy = { image: target.repository.name, from: source.repository.name };
  const stated = `${copy.image} was copied from ${copy.from}`;
  if (copy.image === copy.from) return { write: () => Promise.resolve('nothing to record: both names are the same repository') };
  addCopy(readPolicy(path).text, path, copy);
  return {
    async write() {
      const { text } = readPolicy(path);
      const added = addCopy(text, path, copy);
      if (added !== undefined) await writeFileAtomically(path, [Buffer.from(added)], { sync: 'content' });
      return `${path} ${added === undefined ? 'already says' : 'now says'} that ${stated}`;
    },
  };
}

function readPolicy(path: string): ConfigurationFile {
  const file = readConfigurationFile(path);
  if (file === undefined) throw new Error('a named configuration file is read or refused');
  return file;
}
