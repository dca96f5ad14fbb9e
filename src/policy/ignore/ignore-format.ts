import { type SuppressionFile } from '../suppression/suppression-entry.ts';

/** A file in which another tool keeps what it ignores. */
export interface IgnoreFormat {
  readonly id: string;
  /** As people call it. */
  readonly title: string;
  /** File names that say the format, the first as its tool writes it; those are read from the working directory. */
  readonly fileNames: readonly string[];
  /** Whether a file of another name is of this format. */
  readonly looksLike: (text: string) => boolean;
  /** Throws {@link IgnoreFault} or a YamlError. `file` is the name for messages. */
  readonly read: (text: string, file: string) => SuppressionFile;
}

/** What is wrong in an ignore file, and where; lines and columns count from 1. */
export class IgnoreFault extends Error {
  override readonly name = 'IgnoreFault';
  readonly line: number;
  readonly column: number;
  readonly meant: string | undefined;

  constructor(message: string, line: number, meant?: string) {
    super(message);
    this.line = line;
    this.column = 1;
    this.meant = meant;
  }
}
