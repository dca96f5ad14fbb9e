import { type Runtime } from '../../model/runtime.ts';
import { runGit } from './git-program.ts';

/** Takes the contents of objects as they come. */
export interface BlobReceiver {
  begin(index: number, bytes: number): void;
  /** `chunk` is valid during the call only. */
  write(chunk: Buffer): void;
  end(): void;
  /** git has no such object: a shallow or a partial clone. */
  missing(index: number): void;
}

/** Reads objects by their ids, in order, by one `git cat-file --batch`: no checkout, no filters, nothing on disk. */
export async function readObjects(repository: string, ids: readonly string[], receiver: BlobReceiver, runtime: Runtime): Promise<void> {
  if (ids.length === 0) return;
  const { output, ended } = await runGit(repository, ['cat-file', '--batch', '--buffer'], runtime, ids);
  const parser = new BatchParser(receiver);
  for await (const chunk of output as AsyncIterable<Buffer>) parser.push(chunk);
  await ended;
}

const newline = 0x0a;

/** `ID TYPE SIZE`, a line feed, so many bytes, a line feed; or `ID missing`. */
class BatchParser {
  readonly #receiver: BlobReceiver;
  #head = '';
  #index = 0;
  /** Bytes of content still to come; undefined in a header. */
  #left: number | undefined;

  constructor(receiver: BlobReceiver) {
    this.#receiver = receiver;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === undefined) {
        const end = chunk.indexOf(newline, at);
        this.#head += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
        if (end < 0) return;
        at = end + 1;
        this.#takeHead();
      } else if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#receiver.write(chunk.subarray(at, at + taken));
        this.#left -= taken;
        at += taken;
      } else {
        this.#receiver.end();
        this.#left = undefined;
        at++;
      }
    }
  }

  #takeHead(): void {
    const [, size] = / (?:blob|tree|commit|tag) (\d+)$/.exec(this.#head) ?? [];
    this.#head = '';
    if (size === undefined) this.#receiver.missing(this.#index);
    else {
      this.#left = Number(size);
      this.#receiver.begin(this.#index, this.#left);
    }
    this.#index++;
  }
}
