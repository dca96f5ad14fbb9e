import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { textOf, objectOf, objectsOf } from './json-values.ts';

/** A document inside an attestation, and the image that the attestation is about. The signature was not verified. */
export interface UnwrappedAttestation {
  /** An object, or the text of a document that is no JSON. */
  readonly document: JsonObject | string;
  /** `sha256:…` of the attestation's subject. */
  readonly subject?: string;
}

/** Envelopes inside envelopes: a bundle, its DSSE envelope, its statement, its predicate. */
const maxWrappings = 4;

/**
 * The SBOM in an in-toto statement, as BuildKit stores it, or in the DSSE envelope or sigstore bundle around one, as cosign does. `parse` reads JSON
 * within the caller's bounds. `undefined` for what is no attestation.
 */
export function unwrapAttestation(json: JsonObject, parse: (bytes: Uint8Array) => JsonObject): UnwrappedAttestation | undefined {
  let current = json;
  for (let count = 0; count < maxWrappings; count++) {
    const inner = envelopeOf(current, parse);
    if (inner === undefined) break;
    current = inner;
  }
  if (textOf(current, '_type')?.startsWith('https://in-toto.io/Statement') !== true) return undefined;
  const subject = textOf(objectOf(objectsOf(current, 'subject')[0], 'digest'), 'sha256');
  const document = documentOf(current);
  return document === undefined ? undefined : { document, ...(subject === undefined ? {} : { subject: `sha256:${subject}` }) };
}

function envelopeOf(json: JsonObject, parse: (bytes: Uint8Array) => JsonObject): JsonObject | undefined {
  const bundled = objectOf(json, 'dsseEnvelope');
  if (bundled !== undefined) return bundled;
  const payload = textOf(json, 'payload');
  return payload === undefined || textOf(json, 'payloadType') === undefined ? undefined : parse(Buffer.from(payload, 'base64'));
}

/** Older cosign put the document under `Data`, SPDX tag-value as text. */
function documentOf(statement: JsonObject): JsonObject | string | undefined {
  const predicate = field(statement, 'predicate');
  if (typeof predicate === 'string') return predicate;
  if (!isJsonObject(predicate)) return undefined;
  const data = field(predicate, 'Data');
  return isJsonObject(data) || typeof data === 'string' ? data : predicate;
}
