import { type MetadataFile, type MetadataRemote } from '../../src/trust/notary/remote/metadata-remote.ts';
import { createHash } from 'node:crypto';

/** A remote that holds no keys and keeps every version in memory, as one in a registry would. */
export function memoryRemote(): MetadataRemote & { readonly published: number; beforePublish?: () => Promise<void> } {
  const current = new Map<string, Buffer>();
  const kept = new Map<string, Buffer>();
  const versionOf = (bytes: Buffer): number => (JSON.parse(bytes.toString()) as { signed: { version: number } }).signed.version;
  const find = (file: MetadataFile): Buffer | undefined => {
    if ('hash' in file) return kept.get(`${file.role} ${file.hash}`);
    return 'version' in file ? kept.get(`${file.role} ${file.version}`) : current.get(file.role);
  };
  const remote = {
    name: 'memory',
    published: 0,
    fetch: (file: MetadataFile) => Promise.resolve(find(file)),
    publish: async (files: ReadonlyMap<string, Buffer>) => {
      const hook = (remote as { beforePublish?: () => Promise<void> }).beforePublish;
      delete (remote as { beforePublish?: () => Promise<void> }).beforePublish;
      await hook?.();
      const isOvertaken = [...files].some(([role, bytes]) => current.has(role) && versionOf(current.get(role)!) >= versionOf(bytes));
      if (isOvertaken) return 'conflict' as const;
      for (const [role, bytes] of files) {
        current.set(role, bytes);
        kept.set(`${role} ${createHash('sha256').update(bytes).digest('hex')}`, bytes);
        kept.set(`${role} ${versionOf(bytes)}`, bytes);
      }
      remote.published += 1;
      return 'published' as const;
    },
    removeAll: () => {
      current.clear();
      kept.clear();
      return Promise.resolve();
    },
  };
  return remote;
}
