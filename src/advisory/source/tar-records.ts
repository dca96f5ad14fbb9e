import { type TarHandler } from '../../lib/tar/tar-entry.ts';
import { TarParser } from '../../lib/tar/tar-parser.ts';
import { limits } from '../../model/limits.ts';
import { tarLimits } from '../../model/tar-limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readFeedStream } from './feed-stream.ts';

/** One file of an archive; without its bytes where it has more than `feedRecordBytes`. */
export interface TarRecord {
  readonly path: string;
  readonly bytes: Buffer | undefined;
}

/** The files of a tar archive, compressed or not, that `isWanted` accepts by their path; one at a time. Throws FEED_DAMAGED when it is cut or no archive. */
export async function* readTarRecords(path: string, isWanted: (path: string) => boolean): AsyncGenerator<TarRecord> {
  const ready: TarRecord[] = [];
  let fault: string | undefined;
  const parser = new TarParser(
    collectorOf(ready, isWanted, (message) => (fault ??= message)),
    { ...tarLimits, entries: limits.feedRecords },
  );
  for await (const chunk of readFeedStream(path)) {
    parser.push(chunk);
    yield* ready.splice(0);
  }
  parser.end();
  yield* ready.splice(0);
  if (fault !== undefined) throw new PratiqueError('FEED_DAMAGED', `${path} ${fault}`);
}

function collectorOf(ready: TarRecord[], isWanted: (path: string) => boolean, report: (message: string) => void): TarHandler {
  return {
    entry: ({ path, type, size }) => {
      if (type !== 'file' || !isWanted(path)) return undefined;
      if (size > limits.feedRecordBytes) {
        ready.push({ path, bytes: undefined });
        return undefined;
      }
      const pieces: Buffer[] = [];
      return {
        write: (chunk) => {
          pieces.push(Buffer.from(chunk));
        },
        end: (isComplete) => {
          if (isComplete) ready.push({ path, bytes: Buffer.concat(pieces) });
        },
      };
    },
    fault: ({ scope, message }) => {
      if (scope === 'archive') report(message);
    },
  };
}
