import { JsonError } from '../../lib/json/json-error.ts';
import { field, type JsonObject, readObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';

/** Formats of SBOMs that cosign attaches, each with the media types it gives them (cosign, specs/SBOM_SPEC.md). */
export const sbomFormats = ['spdx', 'cyclonedx', 'syft'] as const;

export type SbomFormat = (typeof sbomFormats)[number];

export interface RecognizedSbom {
  readonly format: SbomFormat;
  readonly encoding: 'json' | 'xml' | 'text';
  readonly mediaType: string;
}

const recognized: readonly (RecognizedSbom & { readonly isOf: (head: string, json: JsonObject | undefined) => boolean })[] = [
  {
    format: 'cyclonedx',
    encoding: 'json',
    mediaType: 'application/vnd.cyclonedx+json',
    isOf: (_head, json) => member(json, 'bomFormat') === 'CycloneDX',
  },
  {
    format: 'cyclonedx',
    encoding: 'xml',
    mediaType: 'application/vnd.cyclonedx+xml',
    isOf: (head) => /<(?:\w+:)?bom\s[^>]*xmlns(?::\w+)?=["']http:\/\/cyclonedx\.org\/schema\/bom\//.test(head),
  },
  { format: 'spdx', encoding: 'json', mediaType: 'text/spdx+json', isOf: (_head, json) => typeof member(json, 'spdxVersion') === 'string' },
  { format: 'spdx', encoding: 'text', mediaType: 'text/spdx', isOf: (head) => /^SPDXVersion:\s*SPDX-/m.test(head) },
  {
    format: 'syft',
    encoding: 'json',
    mediaType: 'application/vnd.syft+json',
    isOf: (_head, json) =>
      Array.isArray(member(json, 'artifacts')) && JSON.stringify([member(json, 'schema'), member(json, 'descriptor')]).includes('syft'),
  },
];

/** By its content; `undefined` for what is none of them. */
export function recognizeSbom(bytes: Uint8Array): RecognizedSbom | undefined {
  const head = Buffer.from(bytes.subarray(0, 16_384)).toString('utf8');
  const json = /^\s*\{/.test(head) ? parseObject(bytes) : undefined;
  const found = recognized.find(({ isOf }) => isOf(head, json));
  return found === undefined ? undefined : { format: found.format, encoding: found.encoding, mediaType: found.mediaType };
}

function member(json: JsonObject | undefined, name: string): unknown {
  return json === undefined ? undefined : field(json, name);
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return readObject(parseJsonBounded(bytes, { maxBytes: limits.signatureBytes, maxDepth: limits.statementDepth }), 'SBOM');
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
