import { existsSync, realpathSync, statSync } from 'node:fs';
import { type ConfigurationFile, readConfigurationFile } from '../../config/configuration-file.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type OpenedRepository } from '../../trust/store/open-repository.ts';
import { addCopy } from '../../trust/verdict/policy/add-copy.ts';

/** A policy file that a copy will be recorded in. */
export interface CopyRecord {
  /** Adds the entry to the policy, read again, and returns what was done, for people. A symbolic link stays one; permissions stay as they are, less the umask. */
  write(): Promise<string>;
}

/**
 * Checks before copying that the copy can be recorded. Throws USAGE where the target is not in a registry or the policy does not exist, and CONFIG_INVALID
 * for a policy that the entry cannot be added to.
 */
export function prepareRecord(path: string, source: string, target: OpenedRepository): CopyRecord {
  if (target.registry === undefined)
    throw new PratiqueError('USAGE', '--record: TARGET is a layout, which has no name to record', {
      hint: 'verify a layout with --scope REPOSITORY',
    });
  if (!existsSync(path))
    throw new PratiqueError('USAGE', `--record: ${path} does not exist`, {
      hint: `write a policy for ${source} first, with the keys or identities that sign it; --record adds the copy to it`,
    });
  const copy = { image: target.repository.name, from: source };
  const stated = `${copy.image} was copied from ${copy.from}`;
  if (copy.image === copy.from) return { write: () => Promise.resolve('nothing to record: both names are the same repository') };
  addCopy(readPolicy(path).text, path, copy);
  return {
    async write() {
      const { text } = readPolicy(path);
      const added = addCopy(text, path, copy);
      if (added !== undefined)
        await writeFileAtomically(realpathSync(path), [Buffer.from(added)], { sync: 'content', mode: statSync(path).mode & 0o777 });
      return `${path} ${added === undefined ? 'already says' : 'now says'} that ${stated}`;
    },
  };
}

function readPolicy(path: string): ConfigurationFile {
  const file = readConfigurationFile(path);
  if (file === undefined) throw new Error('a named configuration file is read or refused');
  return file;
}
