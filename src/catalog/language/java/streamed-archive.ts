import { type ZipHeader } from '../../../lib/zip/zip-directory.ts';
import { ZipWalker, type LocalHeader, type WalkedContent } from '../../../lib/zip/zip-walker.ts';
import { limits } from '../../../model/limits.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { type ArchiveContext } from './archive-context.ts';
import { kindOfEntry, type EntryKind } from './archive-names.ts';
import { FactBuilder } from './fact-builder.ts';

/**
 * Reads an archive that is too large to hold, or whose directory is damaged, as it streams by. What was found counts where the directory at its end lists it; where there is none,
 * all of it.
 */
export class StreamedArchive {
  readonly #inside: readonly string[];
  readonly #context: ArchiveContext;
  readonly #builder: FactBuilder;
  readonly #walker: ZipWalker;
  /** By the offset of its header: adds what was found there. */
  readonly #found = new Map<number, () => void>();
  readonly #listed: ZipHeader[] = [];

  constructor(inside: readonly string[], context: ArchiveContext) {
    this.#inside = inside;
    this.#context = context;
    this.#builder = new FactBuilder(inside, context.budget);
    this.#walker = new ZipWalker({
      entry: (header) => this.#openEntry(header),
      listed: (header) => {
        const kind = kindOfEntry(header.name);
        if (kind !== undefined && kind !== 'class' && this.#listed.length < limits.jarPoms + limits.jarArchives) this.#listed.push(header);
      },
      inflated: (bytes) => context.budget.inflate(bytes),
    });
  }

  write(chunk: Buffer): void {
    this.#walker.write(chunk);
  }

  /** Adds its facts. `problem` is what is known to be wrong with its bytes. */
  end(problem: string | undefined, sha1: string | undefined): void {
    const walked = this.#walker.end();
    if (walked.isComplete) this.#addListed(walked.prefixBytes);
    else for (const add of this.#found.values()) add();
    if (problem !== undefined || !walked.isComplete)
      this.#builder.addProblem(problem ?? 'has no end record: it is truncated, or not a zip archive');
    this.#context.facts.push(this.#builder.build(sha1));
  }

  /** To be called where the archive is given up. */
  close(): void {
    this.#walker.close();
  }

  #addListed(prefixBytes: number): void {
    for (const { name, localOffset } of this.#listed) {
      const add = this.#found.get(localOffset + prefixBytes);
      if (add === undefined) this.#builder.addProblem(`has an entry ${name} that is not at the offset in the directory`);
      else add();
    }
  }

  #openEntry(header: LocalHeader): WalkedContent | undefined {
    const kind = kindOfEntry(header.name);
    if (kind === undefined) return undefined;
    if (kind === 'class') {
      this.#builder.addClass(header.name);
      return undefined;
    }
    return kind === 'archive' ? this.#openNested(header) : this.#openMetadata(kind, header);
  }

  #openMetadata(kind: EntryKind, { name, localOffset }: LocalHeader): WalkedContent {
    const parts: Buffer[] = [];
    let length = 0;
    return {
      write: (chunk) => {
        length += chunk.length;
        if (length <= limits.packageManifestBytes) parts.push(Buffer.from(chunk));
      },
      end: (problem) => {
        const tooLong = length > limits.packageManifestBytes ? `has more than ${limits.packageManifestBytes} bytes` : undefined;
        const wrong = problem ?? tooLong;
        const add = wrong === undefined ? this.#builder.readMetadata(kind, name, Buffer.concat(parts)) : undefined;
        this.#found.set(localOffset, add ?? (() => this.#builder.addProblem(`has an entry ${name} that ${wrong ?? 'is damaged'}`)));
      },
    };
  }

  #openNested({ name, localOffset, sizes }: LocalHeader): WalkedContent | undefined {
    if (!this.#builder.mayOpen(name)) {
      this.#found.set(localOffset, () => undefined);
      return undefined;
    }
    const facts: ArchiveFact[] = [];
    const stream = this.#context.openNested([...this.#inside, name], sizes?.uncompressedBytes, facts);
    return {
      write: (chunk) => stream.write(chunk),
      end: (problem) => {
        stream.end(problem);
        this.#found.set(localOffset, () => this.#context.facts.push(...facts));
      },
    };
  }
}
