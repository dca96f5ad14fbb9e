import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { hasAround } from '../has-around.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';
import { parseConanLock } from './conan-lock-file.ts';
import { readConanReference } from './conan-reference.ts';
import { readConanSections } from './conan-sections.ts';

/** What Conan chose, conan.lock, and what a project asks for, conanfile.txt. A conanfile.py is a program. */
export const conanLock: FileCataloger = lockCataloger({
  id: 'conan-lock',
  ecosystems: ['conan'],
  details: ['dependencies', 'development'],
  files: { names: ['conan.lock', 'conanfile.txt'] },
  parse: (content, { path }, { tree }) => {
    if (path.endsWith('.lock')) return parseConanLock(content);
    const lock = parseConanfile(textOf(content));
    // The lock file says which versions the ranges became.
    return hasAround(tree, path, ['conan.lock']) ? { ...lock, unpinned: [] } : lock;
  },
});

/** docs.conan.io, "conanfile.txt". */
function parseConanfile(text: string): Lock {
  const sections = readConanSections(text);
  if (sections.size === 0 && text.trim() !== '') return unreadableLock('has no sections');
  const problems: string[] = [];
  const unpinned: string[] = [];
  const records = [...sections].flatMap(([section, lines]): readonly LockRecord[] => {
    const isDevelopment = ['build_requires', 'tool_requires', 'test_requires'].includes(section);
    if (section !== 'requires' && !isDevelopment) return [];
    return lines.flatMap((line) => {
      const reference = readConanReference(line.replace(/,\s*(?:override|private).*$/, ''));
      if (reference === undefined) problems.push(`has the requirement ${line.slice(0, 80)}, which is no reference`);
      else if (reference.version === undefined) unpinned.push(reference.name);
      return reference?.version === undefined
        ? []
        : [{ key: `${section} ${line}`, ...reference, isDirect: true, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] }];
    });
  });
  return { records, problems, unpinned };
}
