import { isElf } from '../../lib/elf/elf-file.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../model/layer-index.ts';
import { type FileFact, type SourceFact, type SourceLanguage } from './file-fact.ts';
import { inspectElf, windowBytes } from './inspect-elf.ts';
import { inspectArchive, isArchive } from './inspect-archive.ts';
import { inspectClass, isClass } from './inspect-class.ts';
import { readJavascript } from './read-javascript.ts';
import { readPython } from './read-python.ts';
import { readPerl } from './read-perl.ts';
import { readPhp } from './read-php.ts';
import { readRuby } from './read-ruby.ts';
import { emptySource } from './source-text.ts';
import { maxSourceBytes, maxTextBytes, sourceKindOf, type SourceKind } from './source-kind.ts';

export const reachInspectorId = 'reach';

/** Learns of programs, libraries, source code and small configuration files what is needed to follow them from the entrypoint. */
export const reachInspector: Inspector = {
  id: reachInspectorId,
  version: 5,
  minFileBytes: 1,
  maxStateBytes: 2 * windowBytes,
  wants: (entry, head) =>
    isElf(head) || isArchive(entry.path, head) || isClass(entry.path, head) || sourceKindOf(entry.path, entry.size, head) !== undefined,
  open: (entry) => makeInspection(entry),
};

/** Which reader a file needs is known with its first bytes, which `write` gets first. */
function makeInspection(entry: FileEntry): Inspection {
  let inner: Inspection | undefined;
  return {
    write(chunk) {
      inner ??= innerFor(entry, chunk);
      inner.write(chunk);
    },
    end: (isComplete) => inner?.end(isComplete) ?? [],
  };
}

function innerFor(entry: FileEntry, head: Uint8Array): Inspection {
  if (isElf(head)) return inspectElf(entry);
  if (isArchive(entry.path, head)) return inspectArchive(entry);
  if (isClass(entry.path, head)) return inspectClass(entry);
  return inspectSource(entry, sourceKindOf(entry.path, entry.size, head) ?? 'text');
}

const readers: Readonly<Record<SourceLanguage, (text: string, path: string) => SourceFact>> = {
  javascript: readJavascript,
  python: readPython,
  ruby: readRuby,
  php: readPhp,
  perl: readPerl,
};

/** Also for code that is given on a command line. */
export function readSource(language: SourceLanguage, text: string, path: string): SourceFact {
  const shebang = /^#!([^\n]{1,200})/.exec(text)?.[1]?.trim();
  return { ...readers[language](text, path), ...(shebang === undefined ? {} : { shebang }) };
}

function inspectSource({ path, size }: FileEntry, kind: SourceKind): Inspection {
  const parts: Buffer[] = [];
  let held = 0;
  return {
    write(chunk) {
      held += chunk.length;
      if (held <= maxSourceBytes) parts.push(Buffer.from(chunk));
    },
    end() {
      const facts: FileFact[] = [];
      const isCut = held > maxSourceBytes || held < size;
      if (kind !== 'text') {
        facts.push(isCut ? { ...emptySource(kind), isCut } : readSource(kind, Buffer.concat(parts).toString('latin1'), path));
      } else if (!isCut && size <= maxTextBytes) facts.push({ kind: 'text', text: Buffer.concat(parts).toString('latin1') });
      return facts;
    },
  };
}
