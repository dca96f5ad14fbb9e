import { join } from 'node:path';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { field, isJsonObject, type JsonObject, readArray, readObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDocument } from '../document/parse-document.ts';
import { cosignTagOf } from './cosign-save.ts';
import { readLayoutFile } from './read-layout-file.ts';

/** OCI image-spec, annotations.md */
const nameAnnotation = 'org.opencontainers.image.ref.name';

/** `index.json` of a layout: its entries as they are written, and changes to them one after another. */
export class LayoutIndex {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

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

  async findTag(tag: string): Promise<JsonObject | undefined> {
    const entries = await this.entries();
    return entries.find((entry) => nameOf(entry) === tag) ?? entries.find((entry) => cosignTagOf(entry, entries) === tag);
  }

  /** `change` answers the new entries. Other members of the index stay. */
  async change(change: (entries: readonly JsonObject[]) => readonly JsonObject[]): Promise<void> {
    const changed = this.#last.then(async () => {
      const { document, entries } = await this.#read();
      const bytes = Buffer.from(JSON.stringify({ ...document, manifests: change(entries) }));
      await writeFileAtomically(join(this.#folder, 'index.json'), [bytes], { sync: 'content' });
    });
    this.#last = changed.catch(() => undefined);
    await changed;
  }

  async #read(): Promise<{ readonly document: JsonObject; readonly entries: readonly JsonObject[] }> {
    const path = join(this.#folder, 'index.json');
    return parseDocument(await readLayoutFile(path, this.#folder, limits.documentBytes), path, readIndex);
  }
}

/** The name of an entry, as far as it has one. */
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
