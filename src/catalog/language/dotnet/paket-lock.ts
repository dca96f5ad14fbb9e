import { unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';

/**
 * paket.lock: fsprojects.github.io/Paket. Sections by the kind of source; below `NUGET` and `remote: …` a package is indented by four blanks, `Name (1.2.3) - options`, and what it needs by six. Groups but
 * the first are for tests and builds, by custom.
 */
export function parsePaketLock(text: string): Lock {
  const records: (LockRecord & { readonly dependencies: string[] })[] = [];
  let group = '';
  let isNuget = false;
  let bad = 0;
  for (const line of text.split('\n')) {
    const [, indent = '', content = ''] = /^( *)(.*?)\s*$/.exec(line) ?? [];
    if (content === '') continue;
    if (indent === '') {
      const named = /^GROUP (.+)$/.exec(content)?.[1];
      if (named !== undefined) group = named;
      isNuget = content === 'NUGET';
    } else if (isNuget && indent.length === 4) {
      const [, name, version] = /^([\w.-]+) \(([^)\s]+)\)/.exec(content) ?? [];
      if (name === undefined || version === undefined) bad += 1;
      else {
        const isDevelopment = /^(?:build|test|tests|docs|format)$/i.test(group);
        records.push({
          key: `${group} ${name.toLowerCase()}`,
          name,
          version,
          ...(isDevelopment ? { isDevelopment } : {}),
          dependencies: [],
        });
      }
    } else if (isNuget && indent.length === 6) records.at(-1)?.dependencies.push(`${group} ${content.replace(/\s.*$/s, '').toLowerCase()}`);
  }
  if (records.length === 0 && !/^(?:NUGET|GITHUB|HTTP|GIT|GROUP\b)/m.test(text)) return unreadableLock('is not a lock file of Paket');
  return { records, problems: bad === 0 ? [] : [`has ${bad} packages without a name and version`] };
}
