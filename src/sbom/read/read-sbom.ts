import { JsonError } from '../../lib/json/json-error.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { type Inventory } from '../inventory.ts';
import { cycloneDxXmlToJson } from './cyclonedx-xml-to-json.ts';
import { isTagValue, isYaml } from './looks-like-sbom.ts';
import { parseSpdxYaml } from './parse-spdx-yaml.ts';
import { parseTagValue } from './parse-tag-value.ts';
import { readCycloneDx } from './read-cyclonedx.ts';
import { readSpdx2 } from './read-spdx2.ts';
import { textOf, textsOf } from './json-values.ts';
import { readSpdx3 } from './read-spdx3.ts';
import { readSyft } from './read-syft.ts';
import { type SbomDocument } from './sbom-document.ts';
import { NoSbomError, SbomError } from './sbom-error.ts';
import { toInventory, type InventoryOptions } from './to-inventory.ts';
import { unwrapAttestation } from './unwrap-attestation.ts';

export interface SbomBounds {
  readonly maxBytes: number;
  readonly maxComponents: number;
  readonly maxRelationships: number;
}

const boundsOf: Readonly<Record<InventoryOptions['evidence'], SbomBounds>> = {
  declared: { maxBytes: limits.sbomBytes, maxComponents: limits.sbomComponents, maxRelationships: limits.sbomRelationships },
  claimed: { maxBytes: limits.embeddedSbomBytes, maxComponents: limits.embeddedSbomComponents, maxRelationships: limits.sbomRelationships },
};

/**
 * Reads an SBOM of any known format, from any producer. Pure: nothing that it names is fetched. Throws {@link SbomError}, whose message continues a
 * sentence that begins with the document's name; what is odd in a document that can be read is in `issues`.
 */
export function readSbom(bytes: Uint8Array, options: InventoryOptions): Inventory {
  return toInventory(parseSbom(bytes, boundsOf[options.evidence]), options);
}

function parseSbom(bytes: Uint8Array, bounds: SbomBounds): SbomDocument {
  if (bytes.length > bounds.maxBytes) throw new SbomError(`is ${bytes.length} bytes long, more than ${bounds.maxBytes}`);
  const head = headOf(bytes);
  if (/^\s*\{/.test(head)) return readJsonSbom(parseJson(bytes, bounds), bounds);
  if (/^\s*</.test(head)) return readCycloneDx(cycloneDxXmlToJson(decode(bytes)), bounds.maxComponents);
  if (isTagValue(head)) return readSpdx2(parseTagValue(decode(bytes), bounds), bounds);
  // The YAML library holds many times what it reads.
  if (isYaml(head) && bytes.length <= limits.sbomYamlBytes) return readSpdx2(parseSpdxYaml(decode(bytes)), bounds);
  throw new SbomError(isYaml(head) ? `is YAML and longer than ${limits.sbomYamlBytes} bytes` : 'is not an SBOM of a known format');
}

/** Without a byte order mark. */
function headOf(bytes: Uint8Array): string {
  return decode(bytes.subarray(0, 4_096));
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parseJson(bytes: Uint8Array, { maxBytes }: SbomBounds): JsonObject {
  try {
    const value = parseJsonBounded(bytes, { maxBytes, maxDepth: limits.sbomDepth });
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new SbomError(error.message);
  }
  throw new SbomError('is JSON, but not an SBOM');
}

function readJsonSbom(json: JsonObject, bounds: SbomBounds): SbomDocument {
  if (field(json, 'bomFormat') === 'CycloneDX') return readCycloneDx(json, bounds.maxComponents);
  if (typeof field(json, 'spdxVersion') === 'string') return readSpdx2(json, bounds);
  if (Array.isArray(field(json, '@graph')) || textsOf(json, '@context').some((context) => context.includes('spdx.org/rdf/3')))
    return readSpdx3(json, bounds);
  if (Array.isArray(field(json, 'artifacts')) && isJsonObject(field(json, 'descriptor'))) return readSyft(json, bounds);
  return readAttestation(json, bounds);
}

function readAttestation(json: JsonObject, bounds: SbomBounds): SbomDocument {
  const unwrapped = unwrapAttestation(json, (bytes) => parseJson(bytes, bounds));
  if (unwrapped === undefined) throw new NoSbomError('is JSON, but not an SBOM of a known format');
  const { document, subject } = unwrapped;
  if (typeof document !== 'string' && textOf(document, '_type') !== undefined)
    throw new SbomError('is an attestation inside an attestation');
  const read = typeof document === 'string' ? parseSbom(Buffer.from(document), bounds) : readJsonSbom(document, bounds);
  return subject === undefined ? read : { ...read, attestedDigest: subject, subject: { ...read.subject, manifestDigest: subject } };
}
