import { createHash } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type MetadataFile, type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type ReadCollection, type ReadFile } from './read-export.ts';

/** Serves the exported files of one repository in place of its server. The current file of a role is its newest verified one. */
export function archiveRemote({ gun, server, files }: ReadCollection, path: string): MetadataRemote {
  const readOnly = (): never => {
    throw new PratiqueError('USAGE', `${path} is an archive and cannot be published to`);
  };
  return {
    name: `${server}, exported to ${path}`,
    fetch: (wanted, maxBytes) => {
      const bytes = findFile(wanted, files)?.bytes;
      if (bytes === undefined || bytes.length <= maxBytes) return Promise.resolve(bytes);
      return Promise.reject(new PratiqueError('LIMIT_EXCEEDED', `${wanted.role} of ${gun} in ${path} has more than ${maxBytes} bytes`));
    },
    publish: readOnly,
    removeAll: readOnly,
  };
}

function findFile(wanted: MetadataFile, files: readonly ReadFile[]): ReadFile | undefined {
  const ofRole = files.filter(({ role }) => role === wanted.role);
  if ('hash' in wanted) return ofRole.find((file) => file.sha256 === wanted.hash || isSha512(file, wanted.hash));
  const believed = ofRole.filter(({ isVerified }) => isVerified);
  if ('version' in wanted) return believed.find(({ version }) => version === wanted.version);
  return [...believed].sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
}

function isSha512({ bytes }: ReadFile, hash: string): boolean {
  return hash.length === 128 && createHash('sha512').update(bytes).digest('hex') === hash;
}
