import { SpareBuffers } from '../lib/bytes/spare-buffers.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type LayerReader } from './layer-reader.ts';
import { makeLayerReader, openLayerReader, type LayerTask } from './layer-task.ts';

/** Makes a layer's pieces in two buffers that take turns: each piece stays as it is until the next but one is requested. */
type PieceMaker = (buffers: readonly [Buffer, Buffer]) => AsyncIterable<Buffer> | Iterable<Buffer>;

/** For pieces of a quarter of a megabyte. */
const spare = new SpareBuffers(256 * 1024);

/**
 * Reads a layer piece by piece: one is inflated while the next is fetched. Where the pieces throw, the layer ends early. `breathe` is awaited
 * between pieces so that the thread stays responsive.
 */
export async function readPieces(
  task: LayerTask,
  inspectors: readonly Inspector[],
  makePieces: PieceMaker,
  breathe: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  const buffers = [spare.take(), spare.take()] as const;
  let reader: LayerReader | undefined;
  let pushed: Promise<void> | undefined;
  try {
    for await (const piece of makePieces(buffers)) {
      await pushed;
      reader ??= await openLayerReader(task, inspectors, piece);
      pushed = reader.push(piece);
      await breathe(piece.length);
    }
    await pushed;
    return (reader ??= makeLayerReader(task, inspectors)).end();
  } catch (error) {
    await pushed?.catch(() => undefined);
    return (reader ??= makeLayerReader(task, inspectors)).end(messageOf(error));
  } finally {
    reader?.[Symbol.dispose]();
    spare.give(...buffers);
  }
}
