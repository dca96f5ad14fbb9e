import { JsonError } from '../../lib/json/json-error.ts';
import { decodeImageConfig } from './image-config.ts';
import { readWrittenDescriptor } from './descriptor.ts';
import { readImageIndex } from './image-index.ts';
import { readImageLayout } from './image-layout.ts';
import { readImageManifest } from './image-manifest.ts';
import { parseDocument } from './parse-document.ts';

export type DocumentKind = 'descriptor' | 'manifest' | 'index' | 'config' | 'layout';

/**
 * Whether a document is what OCI's schemas say, neither more nor less; opening images is laxer where runtimes are (fields of a
 * configuration, no layers at all) and stricter where we must be (digests that cannot be computed). Throws DOCUMENT_INVALID.
 */
export function validateDocument(bytes: Uint8Array, kind: DocumentKind): void {
  if (kind !== 'config') parseDocument(bytes, kind, readers[kind]);
  else {
    const [issue] = decodeImageConfig(bytes, kind).issues;
    if (issue !== undefined) parseDocument(bytes, kind, () => refuse(issue.message));
  }
}

const readers: Readonly<Record<Exclude<DocumentKind, 'config'>, (value: unknown, what: string) => unknown>> = {
  descriptor: readWrittenDescriptor,
  index: (value, what) => readImageIndex(value, what, readWrittenDescriptor),
  layout: readImageLayout,
  manifest: (value, what) => {
    const manifest = readImageManifest(value, what, readWrittenDescriptor);
    if (manifest.layers.length === 0) refuse(`${what} has no layers`);
    return manifest;
  },
};

function refuse(message: string): never {
  throw new JsonError('type', message);
}
