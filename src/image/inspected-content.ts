import { type TarContent } from '../lib/tar/tar-entry.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { type Fact, type Inspection, type Inspector } from '../model/layer-index.ts';

/** How much of a file inspectors see before they decide: bytes. */
const headBytes = 512;

interface Opened {
  readonly inspectorId: string;
  readonly inspection: Inspection;
}

const none: readonly Opened[] = [];
const nothing = Buffer.alloc(0);

/**
 * Shows one file after the other to every inspector that accepts it after its first bytes, and to the keeper. One object for all
 * files of a layer, because most are small and no inspector needs them.
 */
export class InspectedContent implements TarContent {
  readonly #inspectors: readonly Inspector[];
  readonly #learn: (fact: Fact) => void;
  #entry!: FileEntry;
  #keeper: TarContent | undefined;
  #head: Buffer = nothing;
  #opened: readonly Opened[] | undefined;

  constructor(inspectors: readonly Inspector[], learn: (fact: Fact) => void) {
    this.#inspectors = inspectors;
    this.#learn = learn;
  }

  /** Begins a file; the one before has ended. */
  begin(entry: FileEntry, keeper: TarContent | undefined): this {
    this.#entry = entry;
    this.#keeper = keeper;
    this.#head = nothing;
    this.#opened = undefined;
    return this;
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
    for (const { inspectorId, inspection } of this.#opened ?? none)
      for (const value of inspection.end(isComplete)) this.#learn({ inspectorId, path, value });
    this.#opened = none;
    this.#keeper?.end(isComplete);
  }

  #open(): void {
    const head = this.#head;
    this.#head = nothing;
    this.#opened = none;
    for (const inspector of this.#inspectors) {
      if (this.#entry.size < inspector.minFileBytes || !inspector.wants(this.#entry, head)) continue;
      const opened = { inspectorId: inspector.id, inspection: inspector.open(this.#entry) };
      opened.inspection.write(head);
      this.#opened = [...this.#opened, opened];
    }
  }
}
