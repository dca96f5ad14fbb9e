import { join } from 'node:path';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { field, isJsonObject, type JsonObject, readArray, readObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDocument } from '../document/parse-document.ts';
import { cosignTagOf } from './cosign-save.ts';
import { lockLayout } from './lock-layout.ts';
import { readLayoutFile } from './read-layout-file.ts';

/** OCI image-spec, annotations.md */
const nameAnnotation = 'org.opencontainers.image.ref.name';

/** `index.json` of a layout: its entries as they are written, and changes to them, one at a time across all processes. */
export class LayoutIndex {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async entries(): Promise<readonly JsonObject[]> {
    return (await this.#read()).entries;
  }

  /** The entries with their names: those that are written, and those that cosign would give them in a registry. */
  async named(): Promise<readonly { readonly entry: JsonObject; readonly name?: string }[]> {
    const entries = await this.entries();
    return entries.map((entry) => {
      const name = nameOf(entry) ?? cosignTagOf(entry, entries);
      return { entry, ...(name === undefined ? {} : { name }) };
    });
  }

  /**
   * `change` returns the new entries, or `undefined` to leave the index as it is. Other members of the index are kept. Nothing else writes the index
   * between the read and the write. Throws LAYOUT_LOCKED. Returns whether the index was written.
   */
  async change(change: (entries: readonly JsonObject[]) => readonly JsonObject[] | undefined, signal: AbortSignal): Promise<boolean> {
    return lockLayout(this.#folder, signal, async () => {
      const { document, entries } = await this.#read();
      const manifests = change(entries);
      if (manifests === undefined) return false;
      const bytes = Buffer.from(JSON.stringify({ ...document, manifests }));
      await writeFileAtomically(join(this.#folder, 'index.json'), [bytes], { sync: 'content' });
      return true;
    });
  }

  async #read(): Promise<{ readonly document: JsonObject; readonly entries: readonly JsonObject[] }> {
    const path = join(this.#folder, 'index.json');
    return parseDocument(await readLayoutFile(path, this.#folder, limits.documentBytes), path, readIndex);
  }
}

/** The entries with the name, or those that cosign would give it in a registry. More than one is a mistake of who wrote the layout. */
export function findTagged(entries: readonly JsonObject[], tag: string): readonly JsonObject[] {
  const named = entries.filter((entry) => nameOf(entry) === tag);
  return named.length > 0 ? named : entries.filter((entry) => cosignTagOf(entry, entries) === tag);
}

/** The name of an entry; `undefined` when it has none. */
export function nameOf(entry: JsonObject): string | undefined {
  const annotations = field(entry, 'annotations');
  const name = isJsonObject(annotations) ? field(annotations, nameAnnotation) : undefined;
  return typeof name === 'string' ? name : undefined;
}

export function withName(entry: JsonObject, tag: string): JsonObject {
  return { ...entry, annotations: { [nameAnnotation]: tag } };
}

function readIndex(value: unknown, what: string): { readonly document: JsonObject; readonly entries: readonly JsonObject[] } {
  const document = readObject(value, what);
  const entries = readArray(field(document, 'manifests'), `${what}: manifests`, readObject);
  if (entries.length <= limits.tags) return { document, entries };
  throw new PratiqueError('LIMIT_EXCEEDED', `${what}: ${entries.length} entries, more than ${limits.tags}`);
}
