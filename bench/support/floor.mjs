/**
 * The least that a scan of some layers can take: their blobs inflated and hashed with Node's own zlib and crypto, on every core, and nothing
 * else done. `node floor.mjs BLOB…`; each blob is gzip with a plain header, as image builders write it.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { constants, createInflateRaw } from 'node:zlib';

const pieceBytes = 256 * 1024;
const gzipHeaderBytes = 10;

if (isMainThread) main(process.argv.slice(2));
else parentPort.on('message', ({ kind, path }) => parentPort.postMessage((kind === 'hash' ? hash : inflate)(path)));

/** Inflating first and the longest first, so that both cores end at the same time. */
function main(paths) {
  const sizes = new Map(paths.map((path) => [path, sizeOf(path)]));
  const sorted = [...paths].sort((a, b) => sizes.get(b) - sizes.get(a));
  const tasks = [...sorted.map((path) => ({ kind: 'inflate', path })), ...sorted.map((path) => ({ kind: 'hash', path }))];
  for (let core = 0; core < Math.min(availableParallelism(), tasks.length); core++) {
    const worker = new Worker(new URL(import.meta.url));
    const next = () => (tasks.length > 0 ? worker.postMessage(tasks.shift()) : void worker.terminate());
    worker.on('message', next);
    next();
  }
}

function hash(path) {
  const hash = createHash('sha256');
  readPieces(path, (piece) => void hash.update(piece));
  return hash.digest('hex');
}

/** By the call that Node's streams run on, which is faster than they are. */
function inflate(path) {
  const stream = createInflateRaw();
  const output = Buffer.allocUnsafeSlow(pieceBytes);
  let skipped = gzipHeaderBytes;
  let total = 0;
  readPieces(path, (piece) => {
    for (let left = piece.length - skipped; ;) {
      stream._handle.writeSync(constants.Z_NO_FLUSH, piece, piece.length - left, left, output, 0, pieceBytes);
      total += pieceBytes - stream._writeState[0];
      left = stream._writeState[1];
      if (stream._writeState[0] > 0) break;
    }
    skipped = 0;
  });
  return total;
}

function readPieces(path, take) {
  const file = openSync(path);
  const buffer = Buffer.allocUnsafeSlow(pieceBytes);
  for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer)) take(buffer.subarray(0, bytes));
  closeSync(file);
}

function sizeOf(path) {
  const file = openSync(path);
  const { size } = fstatSync(file);
  closeSync(file);
  return size;
}
