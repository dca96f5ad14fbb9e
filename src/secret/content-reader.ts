import { DecompressError, type Decompressor } from '../lib/decompress/decompressor.ts';
import { makeDecompressor } from '../lib/decompress/compression.ts';
import { type TarContent } from '../lib/tar/tar-entry.ts';
import { TarParser } from '../lib/tar/tar-parser.ts';
import { ZipError } from '../lib/zip/zip-error.ts';
import { ZipWalker, type WalkedContent } from '../lib/zip/zip-walker.ts';
import { limits } from '../model/limits.ts';
import { tarLimits } from '../model/tar-limits.ts';
import { type RuleSet } from './engine/rule-set.ts';
import { SecretStream } from './engine/secret-stream.ts';
import { contentKindOf, headBytes } from './content-kind.ts';
import { keyFileOf } from './key-files.ts';
import { type SecretFact } from './secret-fact.ts';
import { withoutZeros } from './text-kind.ts';
import { factsOfWholeFile, wholeFileFact } from './whole-file.ts';

/** Where a content is: the path that rules see, and the entries of archives that lead to it. */
interface Place {
  readonly path: string;
  readonly inside: readonly string[];
}

/** What one file may inflate to, and how many facts there may be about it, all archives inside it together. */
class InflationBudget {
  #left: number = limits.secretInflatedBytes;
  #facts: number = limits.secretsPerFile;
  isExceeded = false;

  /** As many as there is room for. */
  admit(facts: readonly SecretFact[]): readonly SecretFact[] {
    const admitted = facts.slice(0, this.#facts);
    this.#facts -= admitted.length;
    return admitted;
  }

  /** Throws where there is too much. */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    this.isExceeded = true;
    throw new ZipError(`inflates to more than ${limits.secretInflatedBytes} bytes`);
  }
}

/** Looks for secrets in one content that comes in pieces: a text, or an archive with contents of its own. Never throws. */
export class ContentReader {
  readonly #rules: RuleSet;
  readonly #place: Place;
  readonly #budget: InflationBudget;
  #head: Buffer = Buffer.alloc(0);
  #part: Part | undefined;
  #problem: string | undefined;

  constructor(rules: RuleSet, place: Place, budget = new InflationBudget()) {
    this.#rules = rules;
    this.#place = place;
    this.#budget = budget;
  }

  /** `chunk` is not kept. */
  write(chunk: Buffer): void {
    if (this.#problem !== undefined) return;
    if (this.#part !== undefined) {
      this.#push(this.#part, chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length >= headBytes) this.#start();
  }

  end(): readonly SecretFact[] {
    if (this.#part === undefined) this.#start();
    const facts = [...factsOfWholeFile(this.#rules, this.#place.path, insideOf(this.#place)), ...this.#finish()];
    if (this.#problem === undefined || !this.#budget.isExceeded) return facts;
    return [...facts, { isCut: true, reason: this.#problem }];
  }

  #start(): void {
    const head = this.#head;
    this.#head = Buffer.alloc(0);
    this.#part = this.#open(head);
    this.#push(this.#part, head);
  }

  #open(head: Buffer): Part {
    const kind = contentKindOf(head);
    if (kind === 'text' || kind === 'utf-16') return new TextPart(this.#rules, this.#place, kind === 'utf-16');
    const store = keyFileOf(this.#place.path, head);
    if (store !== undefined) return new FoundPart([wholeFileFact(store.rule.id, insideOf(this.#place))]);
    if (this.#place.inside.length >= limits.secretArchiveDepth) return nothingFound;
    if (kind === 'gzip') return new GzipPart(this.#child(this.#place.path.replace(/\.(?:gz|tgz)$/i, '')), this.#budget);
    if (kind === 'zip') return new ZipPart((name) => this.#child(name), this.#budget);
    return kind === 'tar' ? new TarPart((name) => this.#child(name), this.#budget) : nothingFound;
  }

  #child(name: string): ContentReader {
    const shown = name.length > maxNameCharacters ? `…${name.slice(-maxNameCharacters)}` : name;
    return new ContentReader(this.#rules, { path: name, inside: [...this.#place.inside, shown] }, this.#budget);
  }

  #push(part: Part, chunk: Buffer): void {
    try {
      part.write(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  #finish(): readonly SecretFact[] {
    try {
      return this.#part?.end() ?? [];
    } catch (error) {
      this.#fail(error);
      return this.#part?.found() ?? [];
    }
  }

  /** A damaged archive ends early; what was found in it until then stays. */
  #fail(error: unknown): void {
    if (!(error instanceof DecompressError) && !(error instanceof ZipError)) throw error;
    this.#problem ??= error.message;
  }
}

const maxNameCharacters = 200;

interface Part {
  write(chunk: Buffer): void;
  end(): readonly SecretFact[];
  /** What is known when it could not end. */
  found(): readonly SecretFact[];
}

class FoundPart implements Part {
  readonly #facts: readonly SecretFact[];

  constructor(facts: readonly SecretFact[]) {
    this.#facts = facts;
  }

  write(): void {
    // It is known by its head.
  }

  end(): readonly SecretFact[] {
    return this.#facts;
  }

  found(): readonly SecretFact[] {
    return this.#facts;
  }
}

const nothingFound = new FoundPart([]);

class TextPart implements Part {
  readonly #stream: SecretStream;
  readonly #place: Place;
  readonly #isWide: boolean;

  constructor(rules: RuleSet, place: Place, isWide: boolean) {
    this.#stream = new SecretStream(rules, place.path);
    this.#place = place;
    this.#isWide = isWide;
  }

  write(chunk: Buffer): void {
    this.#stream.write(this.#isWide ? withoutZeros(chunk) : chunk);
  }

  end(): readonly SecretFact[] {
    const { matches, isCut } = this.#stream.end();
    const facts = matches.map((match) => ({ ...match, ...insideOf(this.#place) }));
    return isCut ? [...facts, { isCut: true, reason: `more than ${limits.secretsPerFile} secrets` }] : facts;
  }

  found(): readonly SecretFact[] {
    return this.end();
  }
}

class GzipPart implements Part {
  readonly #inner: ContentReader;
  readonly #budget: InflationBudget;
  readonly #decompressor: Decompressor = makeDecompressor('gzip', limits);

  constructor(inner: ContentReader, budget: InflationBudget) {
    this.#inner = inner;
    this.#budget = budget;
  }

  readonly #take = (bytes: Buffer): void => {
    this.#budget.take(bytes.length);
    this.#inner.write(bytes);
  };

  write(chunk: Buffer): void {
    this.#decompressor.push(chunk, this.#take);
  }

  end(): readonly SecretFact[] {
    this.#decompressor.end(this.#take);
    return this.found();
  }

  found(): readonly SecretFact[] {
    this.#decompressor.close();
    return this.#inner.end();
  }
}

class ZipPart implements Part {
  readonly #facts: SecretFact[] = [];
  readonly #walker: ZipWalker;

  constructor(open: (name: string) => ContentReader, budget: InflationBudget) {
    this.#walker = new ZipWalker({
      entry: ({ name }): WalkedContent | undefined => {
        if (isProgramPart(name)) return undefined;
        const reader = open(name);
        return { write: (chunk) => reader.write(chunk), end: () => void this.#facts.push(...budget.admit(reader.end())) };
      },
      listed: () => undefined,
      inflated: (bytes) => budget.take(bytes),
    });
  }

  write(chunk: Buffer): void {
    this.#walker.write(chunk);
  }

  end(): readonly SecretFact[] {
    this.#walker.end();
    return this.#facts;
  }

  found(): readonly SecretFact[] {
    this.#walker.close();
    return this.#facts;
  }
}

class TarPart implements Part {
  readonly #facts: SecretFact[] = [];
  readonly #parser: TarParser;

  constructor(open: (name: string) => ContentReader, budget: InflationBudget) {
    const entry = ({ path, type }: { readonly path: string; readonly type: string }): TarContent | undefined => {
      if (type !== 'file' || isProgramPart(path)) return undefined;
      const reader = open(path);
      return { write: (chunk) => reader.write(chunk), end: () => void this.#facts.push(...budget.admit(reader.end())) };
    };
    // A damaged archive is no reason for an issue: nothing of it is run.
    this.#parser = new TarParser({ entry, fault: () => undefined }, nestedTarLimits);
  }

  write(chunk: Buffer): void {
    this.#parser.push(chunk);
  }

  end(): readonly SecretFact[] {
    this.#parser.end();
    return this.#facts;
  }

  found(): readonly SecretFact[] {
    return this.#facts;
  }
}

const nestedTarLimits = { ...tarLimits, entries: limits.archiveEntries };

/** Entries of which no text is to be had. */
function isProgramPart(name: string): boolean {
  return /\/$|\.(?:class|png|jpe?g|gif|ico|so|dll|exe|woff2?|ttf|wasm)$/i.test(name);
}

function insideOf({ inside }: Place): { readonly inside?: readonly string[] } {
  return inside.length === 0 ? {} : { inside };
}
