import { type ArchiveBudget } from './archive-budget.ts';
import { type ArchiveFact } from './archive-fact.ts';

/** What all archives of one file share. */
export interface ArchiveContext {
  readonly budget: ArchiveBudget;
  /** Where the facts of an archive go, and of those inside it. */
  readonly facts: ArchiveFact[];
  /** Opens an archive inside of one. `bytes` is how long it is said to be; absent where that is not known. */
  openNested(inside: readonly string[], bytes: number | undefined, facts: ArchiveFact[]): OpenArchive;
}

/** An archive whose bytes come by. */
export interface OpenArchive {
  /** `chunk` is valid during the call only. */
  write(chunk: Buffer): void;
  /** Adds its facts. `problem` where its bytes were cut or damaged. */
  end(problem?: string): void;
}
