import { findSchemaFault, type JsonSchema } from '../lib/json/find-schema-fault.ts';
import { JsonError } from '../lib/json/json-error.ts';
import { parseJsonBounded } from '../lib/json/parse-json-bounded.ts';
import { contentKinds } from '../model/content-kinds.ts';
import { issueCodes } from '../model/issue-codes.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { EntryTable, EntryTableBuilder } from './entry-table.ts';
import { decodeLayerIndex, encodeLayerIndex } from './layer-index-codec.ts';

/** A layer's index as bytes, for {@link parseSubmittedIndex} of another machine. */
export function encodeSubmittedIndex({ entries, kept, ...gathered }: LayerIndex): Buffer {
  const table = new EntryTableBuilder();
  const numbers = new Map<string, number>();
  for (const entry of entries) {
    const at = table.add(entry);
    if (kept.has(entry.path)) numbers.set(entry.path, at);
  }
  const contents = [...kept].flatMap(([path, { content }]): [number, Buffer][] => {
    const at = numbers.get(path);
    return at === undefined ? [] : [[at, Buffer.from(content.buffer, content.byteOffset, content.byteLength)]];
  });
  return encodeLayerIndex({ ...gathered, table, kept: new Map(contents) });
}

/**
 * The index that a client sent. Nothing of it is believed: lengths, paths and shapes are checked before anything else reads them. Throws SUBMISSION_INVALID.
 */
export function parseSubmittedIndex(bytes: Buffer): LayerIndex {
  try {
    checkHead(bytes);
    const index = decodeLayerIndex(bytes);
    checkEntries(index);
    return index;
  } catch (error) {
    if (error instanceof JsonError) throw invalid(`its head ${error.message}`, error);
    if (error instanceof RangeError) throw invalid(error.message, error);
    throw error;
  }
}

function invalid(reason: string, cause?: unknown): PratiqueError {
  return new PratiqueError('SUBMISSION_INVALID', `not a layer index: ${reason}`, cause === undefined ? {} : { cause });
}

/** The JSON and the numbers of the table, before {@link decodeLayerIndex} follows them. */
function checkHead(bytes: Buffer): void {
  const headBytes = bytes.readUInt32LE(0);
  const head = parseJsonBounded(bytes.subarray(4, 4 + headBytes), { maxBytes: limits.submittedHeadBytes, maxDepth: limits.requestDepth });
  const fault = findSchemaFault(headSchema, head);
  if (fault !== undefined) throw invalid(`its head${fault}`);
  const { tableBytes, kept } = head as { readonly tableBytes: number; readonly kept: readonly number[] };
  const table = bytes.subarray(4 + headBytes, 4 + headBytes + tableBytes);
  if (kept.length % 2 !== 0) throw invalid('its list of contents is cut');
  EntryTable.checkRows(table, limits.layerEntries);
  const count = table.readUInt32LE(0);
  if (kept.some((number, at) => at % 2 === 0 && number >= count)) throw invalid('a content has no entry');
}

function checkEntries({ entries, whiteouts, opaqueDirectories, facts }: LayerIndex): void {
  for (const { path } of entries) checkPath(path);
  for (const path of [...whiteouts, ...opaqueDirectories.filter((each) => each !== ''), ...facts.map((fact) => fact.path)]) checkPath(path);
}

/** As the reader of layers writes paths: relative, without `.`, `..` and empty segments. */
function checkPath(path: string): void {
  if (path.length > limits.pathBytes || path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..'))
    throw invalid(`${JSON.stringify(path.slice(0, 80))} is not a path inside a layer`);
}

const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };
const count: JsonSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

const headSchema: JsonSchema = {
  type: 'object',
  required: ['format', 'gathered', 'tableBytes', 'kept'],
  properties: {
    format: count,
    tableBytes: count,
    kept: { type: 'array', items: count },
    gathered: {
      type: 'object',
      required: ['compressedBytes', 'uncompressedBytes', 'whiteouts', 'opaqueDirectories', 'facts', 'issues'],
      properties: {
        diffId: text,
        digest: text,
        compressedBytes: count,
        uncompressedBytes: count,
        whiteouts: texts,
        opaqueDirectories: texts,
        facts: {
          type: 'array',
          items: { type: 'object', required: ['inspectorId', 'path', 'value'], properties: { inspectorId: text, path: text } },
        },
        issues: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code', 'severity', 'message', 'origin'],
            properties: {
              code: { enum: Object.keys(issueCodes) },
              severity: { enum: ['warning', 'error'] },
              message: text,
              origin: text,
              path: text,
              layerIndex: count,
              contentKind: { enum: contentKinds },
            },
          },
        },
      },
    },
  },
};
