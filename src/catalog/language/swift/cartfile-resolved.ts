import { type Lock, type LockRecord } from '../lock-record.ts';
import { swiftName } from './swift-name.ts';

/** Cartfile.resolved: Carthage, Documentation/Artifacts.md. One line a dependency: `github "Owner/Name" "1.2.3"`, `git "URL" "1.2.3"`, `binary "URL" "1.2.3"`. */
export function parseCartfileResolved(text: string): Lock {
  const records: LockRecord[] = [];
  let badLines = 0;
  for (const line of text.split('\n')) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, origin, place = '', version = ''] = /^(github|git|binary)\s+"([^"]+)"\s+"([^"]+)"$/.exec(content) ?? [];
    if (origin === undefined) {
      badLines += 1;
      continue;
    }
    const isShort = origin === 'github' && /^[\w.-]+\/[\w.-]+$/.test(place);
    const name = isShort ? `github.com/${place}` : swiftName(place);
    const isBinary = origin === 'binary' || !name.includes('/');
    records.push({
      key: name,
      name,
      version,
      dependencies: [],
      ...(isBinary ? { purl: { type: 'generic', qualifiers: { download_url: place } } } : {}),
    });
  }
  return { records, problems: badLines === 0 ? [] : [`has ${badLines} lines that are no dependency`] };
}
