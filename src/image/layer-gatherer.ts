import { lastSegment, parentPath } from '../lib/path/normalize-path.ts';
import { type TarContent, type TarEntry, type TarFault, type TarFaultKind, type TarHandler } from '../lib/tar/tar-entry.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { type IssueCode } from '../model/issue-codes.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Fact, type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type SelectorIndex } from '../model/selector-index.ts';
import { fileCapabilityFacts, readFileCapabilities } from './file-capabilities.ts';
import { EntryTableBuilder } from './entry-table.ts';
import { InspectedContent } from './inspected-content.ts';

/** Takes a layer's files as they stream by: lists them, keeps the wanted ones, lets inspectors look, and sorts out whiteouts. */
export class LayerGatherer implements TarHandler {
  readonly table = new EntryTableBuilder();
  readonly whiteouts: string[] = [];
  readonly opaqueDirectories: string[] = [];
  readonly issues: Issue[] = [];
  readonly kept = new Map<number, Buffer>();
  /** The last entry of each kept path; an earlier one of the same path does not count. */
  readonly #keptByPath = new Map<string, number>();
  readonly #factsByPath = new Map<string, Fact[]>();
  readonly #selectors: SelectorIndex;
  readonly #inspected: InspectedContent;
  /** Smaller files are of no interest to any inspector: bytes. */
  readonly #minInspectedBytes: number;
  readonly #issueCounts = new Map<IssueCode, number>();
  readonly #honoursWhiteouts: boolean;
  #keptBytes = 0;
  #factBytes = 0;

  /** In a plain directory a name that starts with `.wh.` is just a name: pass `honoursWhiteouts: false`. */
  constructor(selectors: SelectorIndex, inspectors: readonly Inspector[], honoursWhiteouts = true) {
    this.#honoursWhiteouts = honoursWhiteouts;
    this.#selectors = selectors;
    this.#inspected = new InspectedContent(inspectors, (fact) => this.#learn(fact));
    this.#minInspectedBytes = Math.max(1, Math.min(...inspectors.map(({ minFileBytes }) => minFileBytes)));
  }

  entry(entry: TarEntry): TarContent | undefined {
    if (this.#honoursWhiteouts && entry.path.startsWith(whiteoutPrefix, entry.path.lastIndexOf('/') + 1)) {
      this.#takeWhiteout(entry.path, lastSegment(entry.path));
      return undefined;
    }
    const index = this.table.add(entry);
    this.#forget(entry.path);
    if (entry.type !== 'file') return undefined;
    if (entry.capability !== undefined)
      this.#learn({ inspectorId: fileCapabilityFacts, path: entry.path, value: readFileCapabilities(entry.capability) });
    const keeper = this.#keep(entry, index);
    return entry.size < this.#minInspectedBytes ? keeper : this.#inspected.begin(entry, keeper);
  }

  /** What inspectors learned, in archive order. */
  get facts(): readonly Fact[] {
    return [...this.#factsByPath.values()].flat();
  }

  fault(fault: TarFault): void {
    this.issue(issueByFault[fault.kind], fault.message, fault.path);
  }

  /** After the first hundred of one code the rest are counted only. */
  issue(code: IssueCode, message: string, path?: string): void {
    const count = (this.#issueCounts.get(code) ?? 0) + 1;
    this.#issueCounts.set(code, count);
    if (count <= limits.issuesPerOrigin) this.issues.push(makeIssue(code, 'layer', message, path === undefined ? {} : { path }));
  }

  /** To be called once, when nothing more comes. */
  finish(): void {
    for (const [code, count] of this.#issueCounts) {
      const more = count - limits.issuesPerOrigin;
      if (more > 0) this.issues.push(makeIssue(code, 'layer', `and ${more} more of the same`));
    }
  }

  /** Image-spec, layer.md#whiteouts. A whiteout's own type and content do not matter. */
  #takeWhiteout(path: string, name: string): void {
    const directory = parentPath(path);
    if (name === opaqueMark) {
      this.opaqueDirectories.push(directory);
      return;
    }
    // AUFS keeps its own books under this prefix.
    if (name.startsWith(aufsPrefix)) return;
    const hidden = name.slice(whiteoutPrefix.length);
    if (hidden === '' || hidden === '.' || hidden === '..') this.issue('ENTRY_AMBIGUOUS', 'a whiteout without a name; ignored', path);
    else this.whiteouts.push(directory === '' ? hidden : `${directory}/${hidden}`);
  }

  #learn(fact: Fact): void {
    this.#factBytes += JSON.stringify(fact).length;
    if (this.#factBytes > limits.layerFactBytes) {
      this.issue('FILE_TOO_LARGE', `with it the metadata of the layer's executables exceeds ${limits.layerFactBytes} bytes`, fact.path);
      return;
    }
    const known = this.#factsByPath.get(fact.path);
    if (known === undefined) this.#factsByPath.set(fact.path, [fact]);
    else known.push(fact);
  }

  #forget(path: string): void {
    this.#factsByPath.delete(path);
    const earlier = this.#keptByPath.get(path);
    if (earlier === undefined) return;
    this.#keptBytes -= this.kept.get(earlier)?.length ?? 0;
    this.kept.delete(earlier);
    this.#keptByPath.delete(path);
  }

  #keep(entry: FileEntry, index: number): TarContent | undefined {
    if (this.#selectors.find(entry.path) === undefined) return undefined;
    const maxBytes = Math.min(this.#selectors.maxBytes(entry.path), limits.keptFileBytes);
    if (entry.size > maxBytes) {
      this.issue('FILE_TOO_LARGE', `${entry.size} bytes, more than the limit of ${maxBytes}`, entry.path);
      return undefined;
    }
    if (this.#keptBytes + entry.size > limits.keptLayerBytes) {
      this.issue('FILE_TOO_LARGE', `with it the package files of the layer exceed ${limits.keptLayerBytes} bytes`, entry.path);
      return undefined;
    }
    this.#keptBytes += entry.size;
    return new KeptContent((content, isComplete) => {
      if (!isComplete) {
        this.issue('ENTRY_INVALID', `truncated after ${content.length} of ${entry.size} bytes`, entry.path);
        return;
      }
      this.kept.set(index, content);
      this.#keptByPath.set(entry.path, index);
    });
  }
}

const whiteoutPrefix = '.wh.';
const opaqueMark = '.wh..wh..opq';
const aufsPrefix = '.wh..wh.';

const issueByFault: Readonly<Record<TarFaultKind, IssueCode>> = {
  'not-a-tar': 'LAYER_NOT_FILESYSTEM',
  header: 'LAYER_UNREADABLE',
  truncated: 'LAYER_TRUNCATED',
  trailing: 'LAYER_TRAILING_BYTES',
  pax: 'ENTRY_INVALID',
  'global-pax': 'ENTRY_AMBIGUOUS',
  'size-disagreement': 'ENTRY_AMBIGUOUS',
  'meta-size': 'ENTRY_INVALID',
  type: 'ENTRY_INVALID',
  name: 'ENTRY_INVALID',
  sparse: 'ENTRY_INVALID',
  'too-many-entries': 'LAYER_LIMIT',
};

/** Collects one file's content; memory grows with what arrives, never with what a header promises. */
class KeptContent implements TarContent {
  readonly #parts: Buffer[] = [];
  readonly #done: (content: Buffer, isComplete: boolean) => void;

  constructor(done: (content: Buffer, isComplete: boolean) => void) {
    this.#done = done;
  }

  write(chunk: Buffer): void {
    this.#parts.push(Buffer.from(chunk));
  }

  end(isComplete: boolean): void {
    this.#done(this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts), isComplete);
  }
}
