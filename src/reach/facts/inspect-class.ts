import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection } from '../../model/layer-index.ts';
import { addClassReferences, packageOfClass, type ClassReferences } from './class-references.ts';
import { type ArchiveFact } from './file-fact.ts';

const maxClassBytes = 4 * 1024 * 1024;

export function isClass(path: string, head: Uint8Array): boolean {
  return path.endsWith('.class') && head[0] === 0xca && head[1] === 0xfe && head[2] === 0xba && head[3] === 0xbe;
}

/** Reads a class outside of archives. */
export function inspectClass({ path, size }: FileEntry): Inspection {
  const parts: Buffer[] = [];
  let held = 0;
  return {
    write(chunk) {
      held += chunk.length;
      if (held <= maxClassBytes) parts.push(Buffer.from(chunk));
    },
    end() {
      const found: ClassReferences = { packages: new Set(), isReflective: false };
      const content = Buffer.concat(parts);
      addClassReferences(content, found);
      const own = ownPackage(path, found);
      const fact: ArchiveFact = {
        kind: 'java',
        inside: '',
        classPath: [],
        references: { [own]: [...found.packages].filter((name) => name !== own) },
        services: [],
        reflective: found.isReflective ? [own] : [],
        ...(held > maxClassBytes || held < size ? { isCut: true as const } : {}),
      };
      return [fact];
    },
  };
}

/** A class names itself, so its package is the longest of those it names that its path ends in. */
function ownPackage(path: string, { packages }: ClassReferences): string {
  const folder = packageOfClass(path) ?? '';
  let own = '';
  for (const name of packages) if ((folder === name || folder.endsWith(`/${name}`)) && name.length > own.length) own = name;
  return own;
}
