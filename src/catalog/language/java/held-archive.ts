import { createHash } from 'node:crypto';
import { DecompressError } from '../../../lib/decompress/decompressor.ts';
import { RawInflater } from '../../../lib/decompress/raw-inflater.ts';
import { readEntry, readStored } from '../../../lib/zip/read-entry.ts';
import { readDirectory, type ZipHeader } from '../../../lib/zip/zip-directory.ts';
import { ZipError } from '../../../lib/zip/zip-error.ts';
import { type ZipLimits } from '../../../lib/zip/zip-limits.ts';
import { bufferSource, type ZipSource } from '../../../lib/zip/zip-source.ts';
import { limits } from '../../../model/limits.ts';
import { type ArchiveContext, type OpenArchive } from './archive-context.ts';
import { kindOfEntry } from './archive-names.ts';
import { FactBuilder } from './fact-builder.ts';
import { StreamedArchive } from './streamed-archive.ts';

const zipLimits: ZipLimits = {
  maxEntries: limits.jarEntries,
  maxDirectoryBytes: limits.jarHeldBytes,
  maxEntryBytes: limits.packageManifestBytes,
  maxTotalBytes: limits.jarInflatedMaxBytes,
};

/**
 * Adds the facts of an archive that is in memory: of its entries only those are read that name artifacts. `problem` is what is known to be wrong with its bytes. Where its
 * directory cannot be read, it is read from its first byte to its last.
 */
export function readHeldArchive(bytes: Buffer, inside: readonly string[], context: ArchiveContext, problem?: string): void {
  const known = context.facts.length;
  const builder = new FactBuilder(inside, context.budget);
  if (problem !== undefined) builder.addProblem(problem);
  const source = bufferSource(bytes);
  try {
    for (const header of readDirectory(source, zipLimits)) readHeldEntry({ source, header, inside, context, builder });
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    context.facts.length = known;
    const streamed = new StreamedArchive(inside, context);
    try {
      streamed.write(bytes);
      streamed.end(problem ?? error.message, undefined);
    } finally {
      streamed.close();
    }
    return;
  }
  context.facts.push(builder.build(builder.hasPoms || problem !== undefined ? undefined : createHash('sha1').update(bytes).digest('hex')));
}

interface HeldEntry {
  readonly source: ZipSource;
  readonly header: ZipHeader;
  readonly inside: readonly string[];
  readonly context: ArchiveContext;
  readonly builder: FactBuilder;
}

function readHeldEntry({ source, header, inside, context, builder }: HeldEntry): void {
  const kind = kindOfEntry(header.name);
  if (kind === undefined) return;
  if (kind === 'class') builder.addClass(header.name);
  else if (kind !== 'archive') {
    builder.attempt(() => {
      context.budget.inflate(header.uncompressedBytes);
      builder.readMetadata(kind, header.name, readEntry(source, header, limits.packageManifestBytes))();
    });
  } else if (builder.mayOpen(header.name)) builder.attempt(() => readNested(source, header, [...inside, header.name], context));
}

function readNested(source: ZipSource, header: ZipHeader, inside: readonly string[], context: ArchiveContext): void {
  const { name, method, uncompressedBytes } = header;
  if (header.isEncrypted) throw new ZipError(`entry ${name} is encrypted`);
  const stored = readStored(source, header);
  if (method === 0) {
    // Entries may lie over one another: what is read counts each time.
    context.budget.inflate(stored.length);
    readHeldArchive(stored, inside, context);
  } else if (method === 8) {
    const stream = context.openNested(inside, uncompressedBytes, context.facts);
    stream.end(inflateInto(stored, stream, context));
  } else throw new ZipError(`entry ${name} uses compression method ${method}, which is not supported`);
}

/** Answers what is wrong with the content. */
function inflateInto(stored: Buffer, stream: OpenArchive, { budget }: ArchiveContext): string | undefined {
  const inflater = spareInflaters.pop() ?? new RawInflater();
  inflater.reset();
  try {
    inflater.push(stored, (bytes) => {
      budget.inflate(bytes.length);
      stream.write(bytes);
    });
    return undefined;
  } catch (error) {
    if (error instanceof DecompressError) return 'cannot be inflated';
    if (error instanceof ZipError) return error.message;
    throw error;
  } finally {
    spareInflaters.push(inflater);
  }
}

const spareInflaters: RawInflater[] = [];
