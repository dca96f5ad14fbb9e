import { type TarContent } from '../lib/tar/tar-entry.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { type Fact, type Inspection, type Inspector } from '../model/layer-index.ts';

/** How much of a file inspectors see before they decide: bytes. */
const headBytes = 512;

interface Opened {
  readonly inspectorId: string;
  readonly inspection: Inspection;
}

/** Shows one file to every inspector that wants it after its first bytes, and to the keeper. */
export class InspectedContent implements TarContent {
  readonly #entry: FileEntry;
  readonly #inspectors: readonly Inspector[];
  readonly #keeper: TarContent | undefined;
  readonly #learn: (fact: Fact) => void;
  #head: Buffer = Buffer.alloc(0);
  #opened: readonly Opened[] | undefined;

  constructor(entry: FileEntry, inspectors: readonly Inspector[], keeper: TarContent | undefined, learn: (fact: Fact) => void) {
    this.#entry = entry;
    this.#inspectors = inspectors;
    this.#keeper = keeper;
    this.#learn = learn;
  }

  write(chunk: Buffer): void {
    this.#keeper?.write(chunk);
    if (this.#opened !== undefined) {
      for (const { inspection } of this.#opened) inspection.write(chunk);
      return;
    }
    const isEnough = this.#head.length + chunk.length >= Math.min(headBytes, this.#entry.size);
    this.#head = this.#head.length === 0 && isEnough ? chunk : Buffer.concat([this.#head, chunk]);
    if (isEnough) this.#open();
  }

  end(isComplete: boolean): void {
    if (this.#opened === undefined && this.#head.length > 0) this.#open();
    const { path } = this.#entry;
    for (const { inspectorId, inspection } of this.#opened ?? [])
      for (const value of inspection.end(isComplete)) this.#learn({ inspectorId, path, value });
    this.#keeper?.end(isComplete);
  }

  #open(): void {
    const head = this.#head;
    this.#opened = this.#inspectors
      .filter((inspector) => this.#entry.size >= inspector.minFileBytes && inspector.wants(this.#entry, head.subarray(0, headBytes)))
      .map((inspector) => ({ inspectorId: inspector.id, inspection: inspector.open(this.#entry) }));
    for (const { inspection } of this.#opened) inspection.write(head);
    this.#head = Buffer.alloc(0);
  }
}
