import { digestAlgorithm } from '../../model/digest.ts';
import { type LayerContent } from '../../model/image.ts';
import { type IssueCode } from '../../model/issue-codes.ts';
import { makeIssue } from '../../model/issue.ts';
import { type LayerDemand, type LayerIndex } from '../../model/layer-index.ts';
import { decodeLayerIndex } from '../layer-index-codec.ts';
import { makeLayerReader } from '../layer-task.ts';
import { resolveEntry, type ArchiveEntry } from './archive-entries.ts';
import { type GatheredEntry } from './archive-gatherer.ts';
import { insideName, tooLarge, type ExpectedContent, type ImageFiles } from './image-files.ts';

/** A compressed archive after its one pass. */
export class GatheredArchive implements ImageFiles {
  readonly name: string;
  readonly flaw?: string;
  readonly #demand: LayerDemand;
  readonly #entries: ReadonlyMap<string, ArchiveEntry<GatheredEntry>>;

  constructor(name: string, demand: LayerDemand, entries: ReadonlyMap<string, ArchiveEntry<GatheredEntry>>, flaw?: string) {
    this.name = name;
    this.#demand = demand;
    this.#entries = entries;
    if (flaw !== undefined) this.flaw = flaw;
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(this.#find(name) !== undefined);
  }

  /** Small entries and JSON are held; anything else requested as a document is too large. */
  read(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const found = this.#find(name);
    if (found === undefined) return Promise.resolve(undefined);
    const length = found.kind === 'bytes' ? found.bytes.length : decodeLayerIndex(found.encodedIndex).compressedBytes;
    if (found.kind === 'layer' || length > maxBytes) return Promise.reject(tooLarge(this.name, name, length, maxBytes));
    return Promise.resolve(found.bytes);
  }

  content(name: string, expected: ExpectedContent): Promise<LayerContent | undefined> {
    const found = this.#find(name);
    if (found === undefined) return Promise.resolve(undefined);
    return Promise.resolve(found.kind === 'layer' ? compared(found.encodedIndex, expected) : this.#readSmall(found.bytes, expected));
  }

  #readSmall(bytes: Buffer, expected: ExpectedContent): LayerContent {
    const { digest, size, diffId } = expected;
    const named = { ...(digest === undefined ? {} : { digest }), ...(size === undefined ? {} : { size }) };
    const algorithms = diffId === undefined ? {} : { tar: digestAlgorithm(diffId) };
    const { selectors, inspectors } = this.#demand;
    const reader = makeLayerReader({ selectors, expected: named, algorithms }, inspectors);
    void reader.push(bytes);
    const encoded = reader.end();
    return { kind: 'indexed', index: decodeLayerIndex(encoded), encoded };
  }

  #find(name: string): GatheredEntry | undefined {
    const key = insideName(name);
    return key === undefined ? undefined : resolveEntry(this.#entries, key);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** The layer was read before its documents: what was computed is compared now. Of a blob with a wrong digest only the issue remains. */
function compared(encoded: Buffer, { layerIndex, digest, size }: ExpectedContent): LayerContent {
  const index = decodeLayerIndex(encoded);
  const issue = (code: IssueCode, message: string): LayerIndex['issues'][number] => makeIssue(code, 'layer', message, { layerIndex });
  if (digest !== undefined && index.digest !== digest)
    return { kind: 'absent', issue: issue('LAYER_DIGEST_MISMATCH', `expected ${digest}, got ${index.digest}`) };
  const issues = [...index.issues];
  if (size !== undefined && size !== index.compressedBytes)
    issues.push(issue('LAYER_SIZE_MISMATCH', `${index.compressedBytes} bytes, the descriptor says ${size}`));
  return { kind: 'indexed', index: { ...index, issues }, encoded };
}
