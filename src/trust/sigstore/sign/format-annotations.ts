import { field, isJsonObject, type JsonObject } from '../../../lib/json/json-readers.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { certificatePem } from './log-entry-request.ts';
import { type MadeSignature } from './made-signature.ts';

/**
 * What verifies a signature, as cosign keeps it beside its own two forms (cosign, specs/SIGNATURE_SPEC.md): certificate and chain in PEM, the promise
 * of a log of version 1, a timestamp. Throws USAGE for what has no place there.
 */
export function formatAnnotations({ material, logEntries, timestamps }: MadeSignature): ReadonlyMap<string, string> {
  const annotations = new Map<string, string>();
  if (material.kind === 'certificate') {
    annotations.set('dev.sigstore.cosign/certificate', certificatePem(material.certificate));
    if (material.chain.length > 0) annotations.set('dev.sigstore.cosign/chain', material.chain.map(certificatePem).join(''));
  }
  if (logEntries.length > 1 || timestamps.length > 1)
    throw new PratiqueError('USAGE', 'the classic format holds one log entry and one timestamp', {
      hint: 'give one of each, or sign with --format bundle',
    });
  const [entry] = logEntries;
  const [timestamp] = timestamps;
  if (entry !== undefined) annotations.set('dev.sigstore.cosign/bundle', formatPromise(entry));
  if (timestamp !== undefined)
    annotations.set(
      'dev.sigstore.cosign/rfc3161timestamp',
      JSON.stringify({ SignedRFC3161Timestamp: Buffer.from(timestamp).toString('base64') }),
    );
  return annotations;
}

/** cosign, pkg/cosign/bundle, RekorBundle: what the signed entry timestamp is over, and that. */
function formatPromise(entry: JsonObject): string {
  const promise = member(entry, 'inclusionPromise')['signedEntryTimestamp'];
  if (promise === undefined)
    throw new PratiqueError('USAGE', 'the classic format needs a transparency log of version 1', {
      hint: 'sign with --format bundle',
    });
  return JSON.stringify({
    SignedEntryTimestamp: promise,
    Payload: {
      body: entry['canonicalizedBody'],
      integratedTime: Number(entry['integratedTime']),
      logIndex: Number(entry['logIndex']),
      logID: Buffer.from(String(member(entry, 'logId')['keyId']), 'base64').toString('hex'),
    },
  });
}

function member(object: JsonObject, name: string): JsonObject {
  const value = field(object, name);
  return isJsonObject(value) ? value : {};
}
