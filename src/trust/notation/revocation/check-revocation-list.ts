import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { readDer } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';
import { readGeneralizedTime, readInteger, readSmallInteger } from '../../x509/der-values.ts';
import { type Extension, type Extensions, findUnknownCritical } from '../../x509/extension.ts';
import { isSignature } from '../../x509/signature.ts';
import { readListPlaces } from '../certificate/revocation-places.ts';
import { parsePlace, RevocationUnavailable } from './revocation-fetcher.ts';
import { parseRevocationList, type RevocationEntry, type RevocationList } from './revocation-list.ts';
import { clockSkewMs, type RevocationQuestion, revocationReasons, type RevocationStatus } from './revocation-status.ts';
import { assertInScope } from './revocation-scope.ts';

/**
 * trust-store-trust-policy.md, revocation checking with CRL and with delta CRLs: the places of the certificate in their order, until one has a
 * valid list. Throws RevocationUnavailable when none has.
 */
export async function checkRevocationList(question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const faults: string[] = [];
  for (const place of question.certificate.crlPlaces.slice(0, limits.revocationPlaces)) {
    try {
      return await checkPlace(place, question, runtime);
    } catch (cause) {
      if (!(cause instanceof RevocationUnavailable)) throw cause;
      faults.push(cause.message);
    }
  }
  throw new RevocationUnavailable(faults.length === 0 ? 'the certificate names no revocation list' : faults.join('; '));
}

const oids = {
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  freshestCrl: '2.5.29.46',
} as const;

/** What a valid list says about the certificate. */
interface VerifiedList {
  readonly found: { readonly status: RevocationStatus; readonly reason: string } | undefined;
  readonly deltaPlaces: readonly string[];
  /** Of a base, and of the base that a delta starts from; in hexadecimal. */
  readonly number: string | undefined;
  readonly deltaStart: string | undefined;
}

async function checkPlace(place: string, question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const base = await obtainList(place, question, runtime, 'base');
  const [deltaPlace] = [...base.deltaPlaces, ...question.certificate.freshestCrlPlaces];
  const inBase = base.found;
  if (deltaPlace === undefined) return inBase?.status ?? { kind: 'good' };
  const delta = await obtainList(deltaPlace, question, runtime, 'delta');
  assertBelongsTo(delta, base);
  const inDelta = delta.found;
  if (inDelta?.reason === 'removeFromCRL')
    return inBase === undefined || inBase.reason === 'certificateHold' ? { kind: 'good' } : inBase.status;
  return inDelta?.status ?? inBase?.status ?? { kind: 'good' };
}

/** The cached list if it is still valid, otherwise the list at the URL. */
async function obtainList(place: string, question: RevocationQuestion, runtime: Runtime, kind: 'base' | 'delta'): Promise<VerifiedList> {
  const url = parsePlace(place);
  const cached = await question.listCache?.read(url.href).catch((error: unknown) => {
    runtime.log.warn('the cache of revocation lists cannot be read', { url: url.href, reason: String(error) });
    return undefined;
  });
  const usable = cached === undefined ? undefined : findUsable(cached, place, question, kind);
  if (usable !== undefined) return usable;
  const bytes = await question.fetcher.fetch({ url, maxBytes: limits.crlBytes, timeoutMs: limits.crlTimeoutMs }, runtime);
  const list = verifyList(bytes, place, question, kind);
  await question.listCache?.write(url.href, bytes).catch((error: unknown) => {
    runtime.log.warn('the cache of revocation lists cannot be written', { url: url.href, reason: String(error) });
  });
  return list;
}

function findUsable(bytes: Uint8Array, place: string, question: RevocationQuestion, kind: 'base' | 'delta'): VerifiedList | undefined {
  try {
    return verifyList(bytes, place, question, kind);
  } catch (cause) {
    if (cause instanceof RevocationUnavailable) return undefined;
    throw cause;
  }
}

/** The list must be signed by the issuer itself (indirect lists are not supported), current, about this certificate, and without unknown critical extensions. */
function verifyList(bytes: Uint8Array, place: string, question: RevocationQuestion, kind: 'base' | 'delta'): VerifiedList {
  const { issuer, certificate, now } = question;
  try {
    const list = parseRevocationList(bytes);
    if (!list.issuerDer.equals(issuer.subjectDer)) throw new Error('it has another issuer');
    if (issuer.keyUsage?.has('cRLSign') === false) throw new Error('its issuer may not sign revocation lists');
    if (!isSignature(issuer.publicKey, list.signatureAlgorithm, list.signed, list.signature))
      throw new Error('its signature does not match');
    if (list.extensions.has(oids.deltaIndicator) !== (kind === 'delta')) throw new Error(`it is not a ${kind} list`);
    refuseCritical(list.extensions, [oids.deltaIndicator, oids.issuingDistributionPoint, oids.crlNumber, oids.freshestCrl]);
    assertInScope(list.extensions.get(oids.issuingDistributionPoint)?.value, certificate, place);
    if (list.thisUpdate.getTime() > now.getTime() + clockSkewMs)
      throw new Error(`it is dated ${list.thisUpdate.toISOString()}, in the future`);
    if (list.nextUpdate === undefined) throw new Error('it does not state when it expires');
    const isExpired = list.nextUpdate.getTime() < now.getTime();
    // A permanent revocation stays, so that an expired list is enough to prove it.
    const found = readStatus(list, question);
    const isRevokedForGood = (found?.reason ?? 'certificateHold') !== 'certificateHold';
    if (isExpired && !isRevokedForGood) throw new Error(`it expired at ${list.nextUpdate.toISOString()}`);
    return {
      found,
      deltaPlaces: readListPlaces(list.extensions.get(oids.freshestCrl)?.value),
      number: readNumber(list.extensions.get(oids.crlNumber)),
      deltaStart: readNumber(list.extensions.get(oids.deltaIndicator)),
    };
  } catch (cause) {
    throw new RevocationUnavailable(`the revocation list at ${place.slice(0, 120)} is not valid: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** `undefined` when the certificate is not in the list, or was used before it became invalid. */
function readStatus(list: RevocationList, { certificate, usedAt }: RevocationQuestion): VerifiedList['found'] {
  const entry = list.findEntry(certificate.serialNumber);
  if (entry === undefined) return undefined;
  refuseCritical(entry.extensions, [oids.reasonCode, oids.invalidityDate]);
  const reason = readReason(entry);
  const invalidity = entry.extensions.get(oids.invalidityDate);
  const invalidAt = invalidity === undefined ? undefined : readGeneralizedTime(readDer(invalidity.value));
  if (invalidAt !== undefined && usedAt !== undefined && usedAt.getTime() < invalidAt.getTime()) return undefined;
  return { status: { kind: 'revoked', at: entry.revokedAt, reason }, reason };
}

function readReason(entry: RevocationEntry): string {
  const extension = entry.extensions.get(oids.reasonCode);
  if (extension === undefined) return 'unspecified';
  return revocationReasons[readSmallInteger(readDer(extension.value), derTags.enumerated)] ?? 'unspecified';
}

/**
 * The delta must start from this base: the specification treats a delta for an older base as unavailable, and RFC 5280, section 5.2.4, one for a newer base.
 */
function assertBelongsTo({ deltaStart }: VerifiedList, { number }: VerifiedList): void {
  if (number !== undefined && deltaStart === number) return;
  throw new RevocationUnavailable(`the delta list is for base ${deltaStart ?? '(unknown)'}, not for ${number ?? '(unknown)'}`);
}

function readNumber(extension: Extension | undefined): string | undefined {
  return extension === undefined ? undefined : readInteger(readDer(extension.value)).toString('hex');
}

function refuseCritical(extensions: Extensions, known: readonly string[]): void {
  const unknown = findUnknownCritical(extensions, new Set(known));
  if (unknown !== undefined) throw new RevocationUnavailable(`the critical extension ${unknown} is not supported`);
}
