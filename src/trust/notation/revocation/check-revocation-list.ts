import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { isAsn1SignatureBy } from '../certificate/verify-asn1-signature.ts';
import { derContent, readDerItem, readDerTime, walkDer } from './der-walk.ts';
import { parsePlace, RevocationUnavailable } from './revocation-fetcher.ts';
import { type ListExtension, parseRevocationList, type RevocationEntry, type RevocationList } from './revocation-list.ts';
import { clockSkewMs, type RevocationQuestion, revocationReasons, type RevocationStatus } from './revocation-status.ts';
import { assertInScope } from './revocation-scope.ts';

/**
 * trust-store-trust-policy.md, revocation checking with CRL and with delta CRLs: the places of the certificate in their order, until one has a list
 * that counts. Throws RevocationUnavailable when none has.
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
  throw new RevocationUnavailable(faults.length === 0 ? 'no revocation list is named' : faults.join('; '));
}

const oids = {
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  freshestCrl: '2.5.29.46',
} as const;

async function checkPlace(place: string, question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const base = await obtainList(place, question, runtime, 'base');
  const inBase = readStatus(base, question);
  const deltaPlaces = [...readUris(base.extensions.get(oids.freshestCrl)), ...question.certificate.freshestCrlPlaces];
  const [deltaPlace] = deltaPlaces;
  if (deltaPlace === undefined) return inBase?.status ?? { kind: 'good' };
  const delta = await obtainList(deltaPlace, question, runtime, 'delta');
  assertBelongsTo(delta, base);
  const inDelta = readStatus(delta, question);
  if (inDelta?.reason === 'removeFromCRL')
    return inBase === undefined || inBase.reason === 'certificateHold' ? { kind: 'good' } : inBase.status;
  return inDelta?.status ?? inBase?.status ?? { kind: 'good' };
}

/** A cached list first, where it still counts; then the place itself. */
async function obtainList(place: string, question: RevocationQuestion, runtime: Runtime, kind: 'base' | 'delta'): Promise<RevocationList> {
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

function findUsable(bytes: Uint8Array, place: string, question: RevocationQuestion, kind: 'base' | 'delta'): RevocationList | undefined {
  try {
    return verifyList(bytes, place, question, kind);
  } catch (cause) {
    if (cause instanceof RevocationUnavailable) return undefined;
    throw cause;
  }
}

/** By the issuer itself (indirect lists are not supported), current, about this certificate, and understood to the last critical extension. */
function verifyList(bytes: Uint8Array, place: string, question: RevocationQuestion, kind: 'base' | 'delta'): RevocationList {
  const { issuer, certificate, now } = question;
  try {
    const list = parseRevocationList(bytes);
    if (Buffer.compare(list.issuerDer, issuer.subjectDer) !== 0) throw new Error('it is of another issuer');
    if (issuer.keyUsage?.bits.has('cRLSign') === false) throw new Error('its issuer may not sign revocation lists');
    if (!isAsn1SignatureBy(issuer.publicKey, list.signatureAlgorithm, list.signedBytes, list.signature))
      throw new Error('its signature is wrong');
    if (list.extensions.has(oids.deltaIndicator) !== (kind === 'delta')) throw new Error(`it is not a ${kind} list`);
    const known: readonly string[] = [oids.deltaIndicator, oids.issuingDistributionPoint, oids.crlNumber, oids.freshestCrl];
    refuseCritical(list.extensions, known);
    assertInScope(list.extensions.get(oids.issuingDistributionPoint)?.value, certificate, place);
    if (list.thisUpdate.getTime() > now.getTime() + clockSkewMs)
      throw new Error(`it is of ${list.thisUpdate.toISOString()}, which is to come`);
    if (list.nextUpdate === undefined) throw new Error('it does not say when the next one comes');
    const isExpired = list.nextUpdate.getTime() < now.getTime();
    // What was revoked for good stays so: an old list is enough to say it.
    const isRevokedForGood = isExpired && (readStatus(list, question)?.reason ?? 'certificateHold') !== 'certificateHold';
    if (isExpired && !isRevokedForGood) throw new Error(`it was to be replaced by ${list.nextUpdate.toISOString()}`);
    return list;
  } catch (cause) {
    throw new RevocationUnavailable(`the revocation list at ${place.slice(0, 120)} does not count: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** `undefined` when the certificate is not in the list, or was used before it became invalid. */
function readStatus(
  list: RevocationList,
  { certificate, usedAt }: RevocationQuestion,
): { readonly status: RevocationStatus; readonly reason: string } | undefined {
  const entry = list.findEntry(certificate.serialNumber);
  if (entry === undefined) return undefined;
  refuseCritical(entry.extensions, [oids.reasonCode, oids.invalidityDate]);
  const reason = readReason(entry);
  const invalidity = entry.extensions.get(oids.invalidityDate);
  const invalidAt = invalidity === undefined ? undefined : readWhole(invalidity.value, readDerTime);
  if (invalidAt !== undefined && usedAt !== undefined && usedAt.getTime() < invalidAt.getTime()) return undefined;
  return { status: { kind: 'revoked', at: entry.revokedAt, reason }, reason };
}

function readReason(entry: RevocationEntry): string {
  const extension = entry.extensions.get(oids.reasonCode);
  if (extension === undefined) return 'unspecified';
  const code = readWhole(extension.value, (bytes, item) =>
    item.tag === 0x0a && item.end - item.content === 1 ? bytes[item.content] : undefined,
  );
  return revocationReasons[code ?? 0] ?? 'unspecified';
}

/**
 * The delta starts from this very base: the specification finds a delta of an older base unavailable, and RFC 5280, section 5.2.4, one of a newer.
 */
function assertBelongsTo(delta: RevocationList, base: RevocationList): void {
  const number = readInteger(base.extensions.get(oids.crlNumber));
  const start = readInteger(delta.extensions.get(oids.deltaIndicator));
  if (number !== undefined && start === number) return;
  throw new RevocationUnavailable(`the delta list starts from list ${start ?? '(unknown)'}, not from ${number ?? '(unknown)'}`);
}

function readInteger(extension: ListExtension | undefined): string | undefined {
  if (extension === undefined) return undefined;
  return readWhole(extension.value, (bytes, item) =>
    item.tag === 0x02 ? Buffer.from(derContent(bytes, item)).toString('hex') : undefined,
  );
}

/** URIs of distribution points: DistributionPoint → [0] → [0] fullName → [6]; RFC 5280, section 4.2.1.13. */
function readUris(extension: ListExtension | undefined): readonly string[] {
  if (extension === undefined) return [];
  const bytes = extension.value;
  const collect = (start: number, end: number, depth: number): readonly string[] =>
    [...walkDer(bytes, { tag: 0, start, content: start, end })].flatMap((item) => {
      if (item.tag === 0x86) return [Buffer.from(derContent(bytes, item)).toString('latin1')];
      const isInside = depth < 4 && (item.tag === 0x30 || item.tag === 0xa0);
      return isInside ? collect(item.content, item.end, depth + 1) : [];
    });
  return collect(0, bytes.length, 0);
}

function refuseCritical(extensions: ReadonlyMap<string, ListExtension>, known: readonly string[]): void {
  for (const [identifier, { isCritical }] of extensions) {
    if (isCritical && !known.includes(identifier))
      throw new RevocationUnavailable(`the critical extension ${identifier} is not understood`);
  }
}

function readWhole<T>(bytes: Uint8Array, read: (bytes: Uint8Array, item: ReturnType<typeof readDerItem>) => T): T {
  const item = readDerItem(bytes, 0, bytes.length);
  if (item.end !== bytes.length) throw new Error('an extension has something after its value');
  return read(bytes, item);
}
