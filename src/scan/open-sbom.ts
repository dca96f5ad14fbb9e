import { closeSync, openSync, readSync } from 'node:fs';
import { imageSources } from '../image/source/image-sources.ts';
import { locatePath } from '../image/source/locate-path.ts';
import { standardInputTarget } from '../image/source/open-standard-input.ts';
import { readSmallFile } from '../lib/file/read-small-file.ts';
import { limits } from '../model/limits.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type OpenOptions } from '../model/image.ts';
import { looksLikeSbom, sbomHeadBytes } from '../sbom/read/looks-like-sbom.ts';
import { NoSbomError } from '../sbom/read/sbom-error.ts';
import { type TakenInventory } from './take-inventory.ts';

/** An SBOM as it is, and how a person names it. */
export interface SbomFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a target turned out to be: an SBOM, or anything else, which `standardInput` gives again where its beginning was read. */
export interface SniffedTarget<Sbom = TakenInventory> {
  readonly sbom?: Sbom;
  readonly standardInput?: NonNullable<OpenOptions['standardInput']>;
}

const scheme = 'sbom:';

/**
 * Reads the SBOM that a person named: `sbom:FILE`, `sbom:-`, or without a scheme a file or standard input that begins like one. Throws
 * SBOM_UNREADABLE, TARGET_NOT_FOUND and TARGET_UNREADABLE.
 */
export async function sniffSbom(target: string, options: Pick<OpenOptions, 'standardInput'>): Promise<SniffedTarget> {
  const { sbom, ...sniffed } = await findSbom(target, options);
  if (sbom === undefined) return sniffed;
  // The readers of the formats are loaded for an SBOM only.
  const { takeSbom } = await import('./take-sbom.ts');
  try {
    return { ...sniffed, sbom: takeSbom(sbom.bytes, sbom.name) };
  } catch (error) {
    const isNone = error instanceof PratiqueError && error.cause instanceof NoSbomError;
    // A file that only looked like one is scanned as what it is, such as a lock file.
    if (isNone && target !== standardInputTarget && !target.startsWith(scheme)) return {};
    throw error;
  }
}

/** The same, without reading what is in it. */
export async function findSbom(target: string, { standardInput }: Pick<OpenOptions, 'standardInput'>): Promise<SniffedTarget<SbomFile>> {
  if (target.startsWith(scheme)) return { sbom: await openNamed(target.slice(scheme.length).replace(/^\/\//, ''), standardInput) };
  if (target === standardInputTarget) return sniffStandardInput(standardInput);
  if (imageSources.some((source) => target.startsWith(`${source.scheme}:`))) return {};
  const located = await locatePath(target);
  if (located?.kind !== 'file' || located.selector !== undefined || !looksLikeSbom(readHead(located.path))) return {};
  return { sbom: { bytes: await readFile(located.path, target), name: target } };
}

async function openNamed(path: string, standardInput: OpenOptions['standardInput']): Promise<SbomFile> {
  if (path === standardInputTarget) {
    if (standardInput === undefined) throw new PratiqueError('TARGET_UNREADABLE', 'standard input is not available here');
    return { bytes: await gather(standardInput()), name: standardInputName };
  }
  const located = await locatePath(path);
  if (located?.kind !== 'file' || located.selector !== undefined)
    throw new PratiqueError('TARGET_NOT_FOUND', `${path.slice(0, 400)}: no such file`, {
      hint: `check the path; the image called sbom is registry:sbom:${path.slice(0, 100)}`,
    });
  return { bytes: await readFile(located.path, path), name: path };
}

const standardInputName = 'standard input';

async function readFile(path: string, name: string): Promise<Uint8Array> {
  const file = await readSmallFile(path, { maxBytes: limits.sbomBytes });
  if (file.kind === 'content') return file.bytes;
  if (file.kind === 'too large') throw tooLarge(name);
  throw new PratiqueError('TARGET_UNREADABLE', `${name} cannot be read: it is ${file.kind === 'missing' ? 'gone' : 'not a regular file'}`);
}

function tooLarge(name: string): PratiqueError {
  return new PratiqueError('SBOM_UNREADABLE', `${name} is larger than ${limits.sbomBytes} bytes`, { hint: 'see pratique help limits' });
}

/** Nothing of a file that cannot be read; who opens it says why. */
function readHead(path: string): Uint8Array {
  const head = new Uint8Array(sbomHeadBytes);
  try {
    const descriptor = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return head.subarray(0, 0);
  }
}

/** Its first bytes decide; what was read of anything else is given again. */
async function sniffStandardInput(standardInput: OpenOptions['standardInput']): Promise<SniffedTarget<SbomFile>> {
  if (standardInput === undefined) return {};
  const chunks = standardInput()[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let length = 0;
  let isEnded = false;
  while (length < 512 && !isEnded) {
    const next = await chunks.next();
    isEnded = next.done === true;
    if (next.done === true) break;
    read.push(next.value);
    length += next.value.length;
  }
  const all = chain(read, chunks);
  if (!looksLikeSbom(Buffer.concat(read))) return { standardInput: () => all };
  return { sbom: { bytes: await gather(all), name: standardInputName } };
}

async function* chain(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* read;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limits.sbomBytes) throw tooLarge(standardInputName);
    gathered.push(chunk);
  }
  return Buffer.concat(gathered);
}
