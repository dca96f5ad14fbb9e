import { isKnownExploited, isUnfixed } from '../../model/finding.ts';
import { referenceKey } from '../../model/plan.ts';
import { type ScanReport } from '../../model/report.ts';

/** What is remembered of an image between two looks at it. */
export interface WatchedImage {
  /** Digest of its manifest or configuration. */
  readonly digest: string;
  /** Digests of the tags of its base images, by name. */
  readonly bases: Readonly<Record<string, string>>;
  /** Which advisories answered. */
  readonly advisories: string;
  /** Keys of findings, and whether a fix is known. */
  readonly findings: Readonly<Record<string, boolean>>;
}

export const watchEventKinds = ['image-changed', 'base-moved', 'fix-available', 'exploited', 'new-finding'] as const;
export type WatchEventKind = (typeof watchEventKinds)[number];

/** Something that happened to an image since the last look. */
export interface WatchEvent {
  readonly kind: WatchEventKind;
  /** One line for people. */
  readonly text: string;
  /** Ids of findings, where it is about some. */
  readonly findings?: readonly string[];
}

export function stateOf(report: ScanReport, bases: Readonly<Record<string, string>>): WatchedImage {
  const { target, advisories } = report;
  const findings: Record<string, boolean> = {};
  for (const finding of report.findings)
    if (finding.kind === 'vulnerability' && finding.lane !== 'not-applicable') findings[referenceKey(finding)] = !isUnfixed(finding);
  const shards = advisories.shards.map(({ name, digest }) => `${name}@${digest}`).sort().join(' ');
  return { digest: target.manifestDigest ?? target.configDigest ?? '', bases, advisories: shards === '' ? advisories.kind : shards, findings };
} // prettier-ignore

/** What is new against the last look; nothing at the first, which only remembers. A rebuilt image starts anew. */
export function eventsBetween(last: WatchedImage | undefined, now: WatchedImage, report: ScanReport): readonly WatchEvent[] {
  if (last === undefined) return [];
  const moved = Object.entries(now.bases).filter(([name, digest]) => last.bases[name] !== undefined && last.bases[name] !== digest);
  const bases = moved.map(([name, digest]): WatchEvent => ({ kind: 'base-moved', text: `base image ${name} has moved to ${digest}` }));
  if (last.digest !== now.digest) return [{ kind: 'image-changed', text: `the image has changed to ${now.digest}` }, ...bases];
  const ids = (keys: readonly string[]): readonly string[] => [...new Set(keys.map((key) => key.slice(0, key.indexOf(' '))))].sort();
  const keys = Object.keys(now.findings);
  const fresh = keys.filter((key) => last.findings[key] === undefined);
  const fixable = keys.filter((key) => now.findings[key] === true && last.findings[key] !== true);
  const exploited = new Set(report.findings.filter(isKnownExploited).flatMap((finding) => (finding.kind === 'vulnerability' ? [referenceKey(finding)] : [])));
  return [
    ...bases,
    ...about('exploited', ids(fresh.filter((key) => exploited.has(key))), 'known to be exploited'),
    ...about('fix-available', ids(fixable), 'with a fix that was not known before'),
    ...about('new-finding', ids(fresh.filter((key) => now.findings[key] !== true)), 'new in the advisories, without a fix'),
  ];
} // prettier-ignore

function about(kind: WatchEventKind, findings: readonly string[], what: string): readonly WatchEvent[] {
  if (findings.length === 0) return [];
  return [{ kind, text: `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} ${what}: ${shorten(findings)}`, findings }];
}

function shorten(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
}
