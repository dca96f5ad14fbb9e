import { ZipError } from '../../lib/zip/zip-error.ts';
import { ZipWalker, type WalkedContent } from '../../lib/zip/zip-walker.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { addClassReferences, packageOfClass, type ClassReferences } from './class-references.ts';
import { type ArchiveFact } from './file-fact.ts';

const archiveName = /\.(?:jar|war|ear)$/i;
const maxEntryBytes = 4 * 1024 * 1024;
const maxPackages = 20_000;
const maxReferences = 2_000;

export function isArchive(path: string, head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && archiveName.test(path);
}

/** Reads a Java archive and those inside it as it streams by: which packages of classes refer to which. */
export function inspectArchive({ size }: FileEntry): Inspection {
  const facts: ArchiveFact[] = [];
  const budget = { left: Math.min(limits.jarInflatedMaxBytes, limits.jarInflatedBytes + size * limits.jarInflatedRatio) };
  const reader = new ArchiveReader('', 0, budget, facts);
  return {
    write: (chunk) => reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
    end() {
      reader.end();
      return facts;
    },
  };
}

interface Budget {
  left: number;
}

class ArchiveReader {
  readonly #inside: string;
  readonly #depth: number;
  readonly #budget: Budget;
  readonly #facts: ArchiveFact[];
  readonly #walker: ZipWalker;
  readonly #references = new Map<string, ClassReferences>();
  readonly #services = new Set<string>();
  #manifest: ReadonlyMap<string, string> = new Map();
  #isCut = false;

  constructor(inside: string, depth: number, budget: Budget, facts: ArchiveFact[]) {
    this.#inside = inside;
    this.#depth = depth;
    this.#budget = budget;
    this.#facts = facts;
    this.#walker = new ZipWalker({
      entry: ({ name }) => this.#open(name),
      listed: () => undefined,
      inflated: (bytes) => {
        budget.left -= bytes;
        if (budget.left < 0) throw new ZipError('inflates to too much');
      },
    });
  }

  write(chunk: Buffer): void {
    if (this.#isCut) return;
    try {
      this.#walker.write(chunk);
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#isCut = true;
      this.#walker.close();
    }
  }

  end(): void {
    if (!this.#isCut && !this.#walker.end().isComplete) this.#isCut = true;
    const mainClass = this.#manifest.get('main-class');
    const startClass = this.#manifest.get('start-class');
    this.#facts.push({
      kind: 'java',
      inside: this.#inside,
      ...(mainClass === undefined ? {} : { mainClass }),
      ...(startClass === undefined ? {} : { startClass }),
      classPath: (this.#manifest.get('class-path') ?? '').split(/\s+/).filter((path) => path !== ''),
      references: Object.fromEntries([...this.#references].map(([name, { packages }]) => [name, [...packages].slice(0, maxReferences)])),
      reflective: [...this.#references].flatMap(([name, { isReflective }]) => (isReflective ? [name] : [])),
      services: [...this.#services],
      ...(this.#isCut ? { isCut: true as const } : {}),
    });
  }

  #open(name: string): WalkedContent | undefined {
    if (name.endsWith('.class')) return collect((content) => this.#addClass(name, content));
    if (name === 'META-INF/MANIFEST.MF') return collect((content) => (this.#manifest = readManifest(content)));
    if (/META-INF\/(?:services\/|spring)/.test(name)) return collect((content) => this.#addServices(name, content));
    return archiveName.test(name) && this.#depth < limits.jarDepth ? this.#openNested(name) : undefined;
  }

  #openNested(name: string): WalkedContent {
    const inside = this.#inside === '' ? name : `${this.#inside}!/${name}`;
    const nested = new ArchiveReader(inside, this.#depth + 1, this.#budget, this.#facts);
    return { write: (chunk) => nested.write(chunk), end: () => nested.end() };
  }

  #addClass(name: string, content: Buffer): void {
    const own = packageOfClass(name.replace(/^(?:BOOT-INF\/classes|WEB-INF\/classes|META-INF\/versions\/\d+)\//, '')) ?? '';
    let found = this.#references.get(own);
    if (found === undefined) {
      if (this.#references.size >= maxPackages) {
        this.#isCut = true;
        return;
      }
      found = { packages: new Set(), isReflective: false };
      this.#references.set(own, found);
    }
    addClassReferences(content, found);
    found.packages.delete(own);
  }

  /** One provider a line; Spring's factories have several, after a key. */
  #addServices(name: string, content: Buffer): void {
    if (!/services\/|\.factories$|\.imports$/.test(name)) return;
    for (const word of content
      .toString('latin1')
      .replace(/#.*/g, '')
      .split(/[\s,=\\]+/)) {
      const found = packageOfClass(word.replaceAll('.', '/'));
      if (found !== undefined && this.#services.size < maxReferences) this.#services.add(found);
    }
  }
}

function collect(use: (content: Buffer) => void): WalkedContent {
  const parts: Buffer[] = [];
  let length = 0;
  return {
    write(chunk) {
      length += chunk.length;
      if (length <= maxEntryBytes) parts.push(Buffer.from(chunk));
    },
    end: () => use(Buffer.concat(parts)),
  };
}

/** The main section; a line that begins with a space continues the one before. */
function readManifest(content: Buffer): ReadonlyMap<string, string> {
  const text = content
    .toString('utf8')
    .replace(/\r\n?|\n/g, '\n')
    .replace(/\n /g, '');
  const lines = (text.split('\n\n', 1)[0] ?? '').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
}
