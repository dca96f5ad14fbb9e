import { type Candidate } from '../model/advisory.ts';
import { type EcosystemId } from '../model/ecosystem.ts';

/** The distribution's own data, before what others make of them (OSV's exports): of two that speak about the same flaw of the same package the first decides. */
const sourceOrder: Readonly<Partial<Record<EcosystemId, readonly string[]>>> = {
  alpine: ['alpine-secdb'],
  debian: ['debian-tracker'],
  ubuntu: ['ubuntu-tracker'],
  wolfi: ['wolfi-secdb'],
  chainguard: ['chainguard-secdb', 'wolfi-secdb'],
  redhat: ['redhat-vex'],
};

/**
 * Ubuntu's streams beside the plain one, and what a build of theirs has in its version. Each decides for its own builds; for others it speaks only
 * where the plain stream has no record, because its fix needs a subscription.
 */
const markedStreams: Readonly<Record<string, string>> = {
  pro: 'esm',
  'pro-fips': 'fips',
  'pro-fips-updates': 'fips',
  'pro-realtime': 'realtime',
};

/** Lower decides. Sources that no row names come last, all with the same rank. */
export function authorityRank(candidate: Candidate, version: string | undefined): number {
  const order = sourceOrder[candidate.affected.ecosystem];
  const place = order?.indexOf(candidate.advisory.sourceId) ?? -1;
  const rank = place < 0 ? (order?.length ?? 0) : place;
  return rank + streamOffset(candidate.affected.stream, version);
}

/** Whether the fix needs a subscription to a stream that the installed build is not of. */
export function foreignStream({ affected }: Candidate, version: string | undefined): string | undefined {
  return streamOffset(affected.stream, version) > 0 ? affected.stream : undefined;
}

function streamOffset(stream: string | undefined, version: string | undefined): number {
  const mark = stream === undefined ? undefined : markedStreams[stream];
  if (mark === undefined) return 0;
  if (version?.includes(mark) === true) return -100;
  return stream === 'pro' ? 100 : 200;
}
