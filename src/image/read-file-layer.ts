import { detectCompression, magicBytes } from '../lib/decompress/compression.ts';
import { SeamError } from '../lib/decompress/confirm-seam.ts';
import { type Inspector } from '../model/layer-index.ts';
import { hasAheadThread } from './ahead-thread.ts';
import { LayerFile } from './layer-file.ts';
import { isWorthBothCores, makeLayerReader, prepareFor, type LayerTask } from './layer-task.ts';
import { readOnBothCores } from './read-on-both-cores.ts';

/** How much is read from disk at a time: bytes. */
const readBytes = 512 * 1024;

/** Reads a layer that is a part of a file; `breathe` is awaited between pieces so that the thread stays responsive. */
export async function readFileLayer(
  task: LayerTask & { readonly file: NonNullable<LayerTask['file']> },
  inspectors: readonly Inspector[],
  breathe: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  using file = new LayerFile(task.file);
  if (!canReadOnBothCores(task) || detectCompression(file.read(0, magicBytes)) !== 'gzip')
    return await readInOrder(task, inspectors, file, breathe);
  let told = 0;
  try {
    const index = await readOnBothCores(task, file, {
      inspectors,
      breathe: (bytes) => {
        told += bytes;
        return breathe(bytes);
      },
    });
    if (index !== undefined) return index;
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
  }
  await breathe(-told);
  return await readInOrder(task, inspectors, file, breathe);
}

/** The two threads read the file each for itself: only a digest of the content says that both saw the same. */
function canReadOnBothCores(task: LayerTask): boolean {
  return isWorthBothCores(task) && task.expected.diffId !== undefined && hasAheadThread();
}

async function readInOrder(
  task: LayerTask,
  inspectors: readonly Inspector[],
  file: LayerFile,
  breathe: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  using reader = makeLayerReader(task, inspectors);
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  for (let at = 0; at < file.length;) {
    const piece = file.readInto(buffer, at);
    if (piece.length === 0) return reader.end(`the file ends ${file.length - at} bytes early`);
    if (at === 0) await prepareFor(piece);
    reader.push(piece);
    at += piece.length;
    await breathe(piece.length);
  }
  return reader.end();
}
