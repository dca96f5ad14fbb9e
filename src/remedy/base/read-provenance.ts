import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type BaseClaim } from './base-image.ts';

/**
 * Images that a build used, by its SLSA provenance (v0.2 `materials`, v1 `resolvedDependencies`): a plain statement as BuildKit stores it, or inside a DSSE
 * envelope or a sigstore bundle. Several stages name several images. Nothing is verified; what is not such a document names none.
 */
export function readProvenance(bytes: Uint8Array): readonly BaseClaim[] {
  const statement = parseStatement(bytes);
  const predicate = member(statement, 'predicate');
  if (!(text(member(statement, 'predicateType')) ?? '').startsWith('https://slsa.dev/provenance/')) return [];
  const used = member(predicate, 'materials') ?? member(member(predicate, 'buildDefinition'), 'resolvedDependencies');
  return (Array.isArray(used) ? used : []).slice(0, limits.provenanceMaterials).flatMap(toClaim);
}

/** The in-toto statement in such a document; `undefined` for what is no JSON. */
export function parseStatement(bytes: Uint8Array): unknown {
  return unwrap(parse(bytes), 3);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJsonBounded(bytes, { maxBytes: limits.signatureBytes, maxDepth: limits.reportDepth });
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function unwrap(document: unknown, depth: number): unknown {
  const envelope = member(document, 'dsseEnvelope');
  if (envelope !== undefined && depth > 0) return unwrap(envelope, depth - 1);
  const payload = text(member(document, 'payload'));
  return payload === undefined || depth === 0 ? document : unwrap(parse(Buffer.from(payload, 'base64')), depth - 1);
}

function toClaim(material: unknown): readonly BaseClaim[] {
  const match = /^pkg:docker\/([^@?#]+)(?:@([^?#]+))?/.exec(text(member(material, 'uri')) ?? '');
  const name = decode(match?.[1]);
  const version = decode(match?.[2]);
  // The frontend that reads the Dockerfile is an image too.
  if (name === undefined || /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?$/.test(name)) return [];
  const hex = text(member(member(material, 'digest'), 'sha256'));
  const digest = `sha256:${hex ?? ''}`;
  const isTagged = version !== undefined && !version.includes(':');
  return [
    {
      by: 'provenance',
      reference: isTagged ? `${name}:${version}` : name,
      ...(isDigest(digest) ? { digest } : version !== undefined && isDigest(version) ? { digest: version } : {}),
    },
  ];
}

function decode(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return isJsonObject(value) ? field(value, name) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
