import { createHash, type Hash } from 'node:crypto';
import { SizedBuffers } from '../../../lib/bytes/sized-buffers.ts';
import { ZipError } from '../../../lib/zip/zip-error.ts';
import { limits } from '../../../model/limits.ts';
import { type ArchiveBudget } from './archive-budget.ts';
import { type ArchiveContext, type OpenArchive } from './archive-context.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { FactBuilder } from './fact-builder.ts';
import { readHeldArchive } from './held-archive.ts';
import { StreamedArchive } from './streamed-archive.ts';

/** Opens the archive that a file is, or that is inside of one. */
export function openArchive(
  inside: readonly string[],
  bytes: number | undefined,
  budget: ArchiveBudget,
  facts: ArchiveFact[],
): OpenArchive {
  const openNested: ArchiveContext['openNested'] = (nested, size, nestedFacts) => openArchive(nested, size, budget, nestedFacts);
  return new ArchiveStream(inside, bytes, { budget, facts, openNested });
}

/** One archive whose bytes come by, held as a whole where it is small enough: its directory says at once where everything is. */
class ArchiveStream implements OpenArchive {
  readonly #inside: readonly string[];
  readonly #bytes: number | undefined;
  readonly #context: ArchiveContext;
  #held: Buffer | undefined;
  #streamed: StreamedArchive | undefined;
  #sha1: Hash | undefined;
  #length = 0;
  #failure: string | undefined;

  constructor(inside: readonly string[], bytes: number | undefined, context: ArchiveContext) {
    this.#inside = inside;
    this.#bytes = bytes;
    this.#context = context;
    if (bytes !== undefined && context.budget.mayHold(bytes)) this.#held = spare.take(bytes);
    else {
      this.#streamed = new StreamedArchive(inside, context);
      this.#sha1 = createHash('sha1');
    }
  }

  write(chunk: Buffer): void {
    if (this.#failure !== undefined) return;
    if (this.#length + chunk.length > (this.#bytes ?? Infinity))
      this.#fail(`has more than the ${this.#bytes ?? 0} bytes that it is said to have`);
    else if (this.#held !== undefined) chunk.copy(this.#held, this.#length);
    else {
      this.#sha1!.update(chunk);
      this.#attempt(() => this.#streamed!.write(chunk));
    }
    this.#length += chunk.length;
  }

  end(problem?: string): void {
    const isShort = this.#length < (this.#bytes ?? 0) ? 'is truncated' : undefined;
    const known = this.#failure ?? problem ?? isShort;
    if (this.#held !== undefined && this.#failure === undefined) {
      const bytes = this.#held.subarray(0, this.#length);
      this.#attempt(() => readHeldArchive(bytes, this.#inside, this.#context, known));
    } else if (this.#failure === undefined) {
      const sha1 = known === undefined ? this.#sha1!.digest('hex') : undefined;
      this.#attempt(() => this.#streamed!.end(known, sha1));
    }
    if (this.#failure !== undefined) this.#addFailure(this.#failure);
    this.#release();
  }

  #attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#fail(error.message);
    }
  }

  #fail(problem: string): void {
    this.#failure = problem;
    this.#streamed?.close();
  }

  #addFailure(problem: string): void {
    const builder = new FactBuilder(this.#inside, this.#context.budget);
    builder.addProblem(problem);
    this.#context.facts.push(builder.build(undefined));
  }

  #release(): void {
    if (this.#held === undefined) return;
    spare.give(this.#held);
    this.#held = undefined;
    this.#context.budget.release(this.#bytes ?? 0);
  }
}

const spare = new SizedBuffers(1024 * 1024, 2 * limits.jarHeldBytes);
