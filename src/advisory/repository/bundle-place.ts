import { readFileSync, statSync } from 'node:fs';
import { TarParser } from '../../lib/tar/tar-parser.ts';
import { type TarContent, type TarEntry } from '../../lib/tar/tar-entry.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type RepositoryPlace } from './repository-place.ts';

/** A repository in one tar file, for networks that reach no other place. Throws DATABASE_DAMAGED when it cannot be read. */
export function bundlePlace(path: string): RepositoryPlace {
  const files = readBundle(path);
  return {
    name: path,
    read: (name, maxBytes) => {
      const bytes = files.get(name);
      if (bytes !== undefined && bytes.length > maxBytes)
        return Promise.reject(new PratiqueError('LIMIT_EXCEEDED', `${name} in ${path} has more than ${maxBytes} bytes`));
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}

const tarLimits = {
  entries: limits.repositoryTargets,
  metaBytes: limits.tarMetaBytes,
  paxRecords: limits.tarPaxRecords,
  metaChain: limits.tarMetaChain,
  sparseSegments: 0,
  pathBytes: 1_024,
  pathDepth: 8,
};

/** Nothing is unpacked: what is wanted of it is written under names of our own. */
function readBundle(path: string): ReadonlyMap<string, Buffer> {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new PratiqueError('DATABASE_NOT_FOUND', `${path} does not exist`);
  if (size > limits.advisoryBundleBytes)
    throw new PratiqueError('LIMIT_EXCEEDED', `${path} has more than ${limits.advisoryBundleBytes} bytes`);
  return readTarFiles([readFileSync(path)], path);
}

/** The files of an archive, by path. `name` is that of the archive in errors: DATABASE_DAMAGED. */
export function readTarFiles(chunks: Iterable<Buffer>, name: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  const faults: string[] = [];
  const entry = (found: TarEntry): TarContent | undefined => {
    if (found.type !== 'file') return undefined;
    const chunks: Buffer[] = [];
    return {
      write: (chunk) => void chunks.push(Buffer.from(chunk)),
      end: (isComplete) => {
        if (isComplete) files.set(found.path, Buffer.concat(chunks));
        else faults.push(`it ends within ${found.path}`);
      },
    };
  };
  const parser = new TarParser({ entry, fault: ({ message }) => void faults.push(message) }, tarLimits);
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  if (faults.length > 0) throw new PratiqueError('DATABASE_DAMAGED', `${name} is not a whole bundle: ${faults[0]!}`);
  return files;
}
