import { type Inspector } from '../model/layer-index.ts';
import { LayerFile } from './layer-file.ts';
import { type LayerTask } from './layer-task.ts';
import { readPieces } from './read-pieces.ts';

/** Reads a layer that is a part of a file. `breathe` is awaited between pieces. */
export async function readFileLayer(
  task: LayerTask & { readonly file: NonNullable<LayerTask['file']> },
  inspectors: readonly Inspector[],
  breathe: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  using file = new LayerFile(task.file);
  return await readPieces(task, inspectors, (buffers) => piecesOf(file, buffers), breathe);
}

function* piecesOf(file: LayerFile, buffers: readonly [Buffer, Buffer]): Generator<Buffer> {
  let [filling, used] = buffers;
  for (let at = 0; at < file.length;) {
    const piece = file.readInto(filling, at);
    if (piece.length === 0) throw new Error(`the file ends ${file.length - at} bytes early`);
    yield piece;
    at += piece.length;
    [filling, used] = [used, filling];
  }
}
