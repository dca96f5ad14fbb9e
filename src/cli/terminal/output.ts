import { terminalWidth, useColor, useHyperlinks } from '../../config/terminal.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Output } from '../command.ts';
import { isOutputClosed } from './closed-output.ts';
import { fitLine } from './fit-lines.ts';

/** Chunks are gathered to this many characters before each write. */
const bufferedCharacters = 64 * 1024;

/** The process's own streams. */
export interface ProcessOutput extends Output {
  /** Whether the reader closed standard output before everything was written (EPIPE). */
  readonly isCut: boolean;
}

/** `beforeLine` runs before anything is written, so that progress can clear itself away. */
export function processOutput(options: { readonly isQuiet: boolean; readonly beforeLine: () => void }): ProcessOutput {
  const readers = watchReaders();
  const line = (text: string): void => {
    options.beforeLine();
    const escaped = escapeControl(text);
    process.stderr.write(`${process.stderr.isTTY ? fitLine(escaped, terminalWidth(process.stderr)) : escaped}\n`);
  };
  return {
    width: terminalWidth(process.stdout),
    ...(process.stdout.isTTY ? { terminalWidth: terminalWidth(process.stdout) } : {}),
    useColor: useColor(process.stdout),
    useHyperlinks: useHyperlinks(process.stdout),
    warn: line,
    get isCut() {
      return readers.isGone;
    },
    note: options.isQuiet ? () => undefined : line,
    write: async (chunks) => {
      options.beforeLine();
      for await (const text of gather(chunks)) {
        if (readers.isGone) return;
        await readers.write(text);
      }
    },
  };
}

interface Readers {
  /** The reader of our standard output has closed it. */
  readonly isGone: boolean;
  write(text: string): Promise<void>;
}

function watchReaders(): Readers {
  let isGone = false;
  let isFirst = true;
  // Without listeners an EPIPE is an uncaught exception. On stderr nothing more can be reported.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    get isGone() {
      return isGone;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (isFirst && isOutputClosed()) {
          reject(
            new PratiqueError('OUTPUT_UNWRITABLE', 'standard output cannot be written: it is closed', {
              hint: 'redirect it to a file, or to /dev/null',
            }),
          );
          return;
        }
        isFirst = false;
        process.stdout.write(text, (error) => {
          isGone = systemCodeOf(error) === 'EPIPE';
          if (error && !isGone) reject(cannotWrite('standard output', error));
          else resolve();
        });
      }),
  };
}

/** Names where, and why in words. */
export function cannotWrite(where: string, cause: unknown): PratiqueError {
  return new PratiqueError('OUTPUT_UNWRITABLE', `${where} cannot be written: ${describeSystemError(cause)}`, { cause });
}

async function* gather(chunks: Iterable<string> | AsyncIterable<string>): AsyncIterable<string> {
  let gathered = '';
  for await (const chunk of chunks) {
    gathered += chunk;
    if (gathered.length < bufferedCharacters) continue;
    yield gathered;
    gathered = '';
  }
  if (gathered !== '') yield gathered;
}
