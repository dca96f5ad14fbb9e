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

/** Builds of SUSE's long-term support have versions like all others. */
const unmarked = '';

/**
 * Streams beside the plain one whose fixes need a subscription, and what a build of theirs has in its version, where that shows. Each decides for its own builds; for others it
 * speaks only where the plain stream has no record.
 */
const markedStreams: Readonly<Record<string, string>> = {
  ltss: unmarked,
  'ltss-extreme-core': unmarked,
  espos: unmarked,
  sap: unmarked,
  hpc: unmarked,
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

/** Services of Ubuntu Pro that give access to a stream, as `pro status` names them. */
const servicesOfStreams: Readonly<Record<string, readonly string[]>> = {
  pro: ['esm-infra', 'esm-apps'],
  'pro-fips': ['fips'],
  'pro-fips-updates': ['fips-updates'],
  'pro-realtime': ['realtime-kernel'],
};

/** The stream of a fix that needs a subscription, where neither the installed build is of that stream nor the image has the subscription. */
export function foreignStream(
  { affected }: Candidate,
  version: string | undefined,
  subscriptions: readonly string[] = [],
): string | undefined {
  const { stream } = affected;
  if (stream === undefined || streamOffset(stream, version) <= 0) return undefined;
  return servicesOfStreams[stream]?.some((service) => subscriptions.includes(service)) === true ? undefined : stream;
}

function streamOffset(stream: string | undefined, version: string | undefined): number {
  const mark = stream === undefined ? undefined : markedStreams[stream];
  if (mark === undefined) return 0;
  if (mark !== unmarked && version?.includes(mark) === true) return -100;
  return stream === 'pro' || mark === unmarked ? 100 : 200;
}
