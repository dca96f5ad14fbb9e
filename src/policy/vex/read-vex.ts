import { JsonError } from '../../lib/json/json-error.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readCsafVex } from './read-csaf-vex.ts';
import { readCycloneDxVex } from './read-cyclonedx-vex.ts';
import { readOpenVex } from './read-openvex.ts';
import { VexFault, type VexDocument } from './vex-document.ts';

/** Reads a VEX document of any of the three formats. Throws CONFIG_INVALID for what is none, and for one that is not what its format says. */
export function readVex(bytes: Uint8Array, origin: string): VexDocument {
  try {
    const root = parseJsonBounded(bytes, { maxBytes: limits.vexBytes, maxDepth: limits.documentDepth });
    if (!isJsonObject(root)) throw new VexFault('is not a JSON object');
    const document = readRoot(root, origin);
    if (document.statements.length > limits.vexStatements) throw new VexFault(`has more than ${limits.vexStatements} statements`);
    return document;
  } catch (error) {
    if (!(error instanceof VexFault) && !(error instanceof JsonError)) throw error;
    throw new PratiqueError('CONFIG_INVALID', `${origin}: ${error.message}`, {
      cause: error,
      hint: 'give an OpenVEX, CSAF VEX or CycloneDX VEX document',
    });
  }
}

/** The predicate of an attestation that was read and verified; `digest` is the image that it is about. Throws CONFIG_INVALID. */
export function readVexPredicate(predicate: unknown, origin: string, digest: string): VexDocument {
  const statement = { subject: [{ digest: { sha256: digest.replace(/^sha256:/, '') } }], predicate };
  return readVex(new TextEncoder().encode(JSON.stringify(statement)), origin);
}

function readRoot(root: JsonObject, origin: string): VexDocument {
  const context = field(root, '@context');
  if (typeof context === 'string' && context.includes('openvex')) return readOpenVex(root, origin);
  if (isJsonObject(field(root, 'document')) && field(root, 'vulnerabilities') !== undefined) return readCsafVex(root, origin);
  if (field(root, 'bomFormat') === 'CycloneDX') {
    if (field(root, 'vulnerabilities') === undefined) throw new VexFault('is a CycloneDX document without vulnerabilities, so not VEX');
    return readCycloneDxVex(root, origin);
  }
  // An in-toto statement: the predicate is the document, the subjects are its products.
  const predicate = field(root, 'predicate');
  if (isJsonObject(predicate)) return readPredicate(root, predicate, origin);
  throw new VexFault('is not a VEX document');
}

function readPredicate(statement: JsonObject, predicate: JsonObject, origin: string): VexDocument {
  const context = field(predicate, '@context');
  if (typeof context !== 'string' || !context.includes('openvex')) return readRoot(predicate, origin);
  const subjects = field(statement, 'subject');
  const digests = (Array.isArray(subjects) ? (subjects as unknown[]) : []).flatMap((subject) => {
    const digest = isJsonObject(subject) ? field(subject, 'digest') : undefined;
    const sha256 = isJsonObject(digest) ? field(digest, 'sha256') : undefined;
    return typeof sha256 === 'string' ? [`pkg:oci/image@sha256%3A${sha256}`] : [];
  });
  return readOpenVex(predicate, origin, digests);
}
