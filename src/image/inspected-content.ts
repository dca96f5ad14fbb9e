import { type TarContent } from '../lib/tar/tar-entry.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { type Fact, type Inspector } from '../model/layer-index.ts';

/** How much of a file inspectors see before they decide: bytes. */
const headBytes = 512;

/** Shows one file to every inspector that wants it after its first bytes, and to whoever keeps it. */
export class InspectedContent implements TarContent {
  readonly #entry: FileEntry;
  readonly #inspectors: readonly Inspector[];
  readonly #keeper: TarContent | undefined;
  readonly #facts: Fact[];
  #head: Buffer = Buffer.alloc(0);
  #opened: ReturnType<Inspector['open']>[] | undefined;

  constructor(entry: FileEntry, inspectors: readonly Inspector[], keeper: TarContent | undefined, facts: Fact[]) {
    this.#entry = entry;
    this.#inspectors = inspectors;
    this.#keeper = keeper;
    this.#facts = facts;
  }

  write(chunk: Buffer): void {
    this.#keeper?.write(chunk);
    if (this.#opened !== undefined) {
      for (const inspection of this.#opened) inspection.write(chunk);
      return;
    }
    const isEnough = this.#head.length + chunk.length >= Math.min(headBytes, this.#entry.size);
    this.#head = this.#head.length === 0 && isEnough ? chunk : Buffer.concat([this.#head, chunk]);
    if (isEnough) this.#open();
  }

  end(isComplete: boolean): void {
    if (this.#opened === undefined && this.#head.length > 0) this.#open();
    for (const inspection of this.#opened ?? []) this.#facts.push(...inspection.end());
    this.#keeper?.end(isComplete);
  }

  #open(): void {
    const head = this.#head;
    this.#opened = this.#inspectors
      .filter((inspector) => inspector.wants(this.#entry, head.subarray(0, headBytes)))
      .map((inspector) => inspector.open(this.#entry));
    for (const inspection of this.#opened) inspection.write(head);
    this.#head = Buffer.alloc(0);
  }
}
