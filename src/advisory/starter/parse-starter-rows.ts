import { type Advisory, type AffectedPackage, type AffectedRange, type Candidate, type FixState } from '../../model/advisory.ts';
import { formatAdvisoryKey, formatShardName } from '../../model/advisory-key.ts';
import { scoreCvss } from '../../model/cvss.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Severity, type SeverityRating } from '../../model/severity.ts';

export interface StarterFacts {
  /** By `formatAdvisoryKey`. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  readonly shards: ReadonlySet<string>;
  /** ISO dates by CVE. */
  readonly exploitedOn: ReadonlyMap<string, string>;
  readonly records: number;
}

/** Our own text, one fact a line, as `starter-rows.ts` describes it; a malformed line is a bug and throws. */
export function parseStarterRows(text: string): StarterFacts {
  const candidates = new Map<string, Candidate[]>();
  const exploitedOn = new Map<string, string>();
  const shards = new Set<string>();
  const ids = new Set<string>();
  for (const line of text.trim().split('\n')) {
    const row = parseRow(line);
    ids.add(row.advisory.id);
    const cve = [row.advisory.id, ...row.advisory.aliases].find((id) => id.startsWith('CVE-'));
    if (row.exploitedOn !== undefined && cve !== undefined) exploitedOn.set(cve, row.exploitedOn);
    for (const affected of row.affected) {
      const key = formatAdvisoryKey(affected);
      shards.add(formatShardName(affected.ecosystem, affected.release));
      const list = candidates.get(key);
      if (list === undefined) candidates.set(key, [{ advisory: row.advisory, affected }]);
      else list.push({ advisory: row.advisory, affected });
    }
  }
  return { candidates, shards, exploitedOn, records: ids.size };
}

interface Row {
  readonly advisory: Omit<Advisory, 'affected'>;
  readonly affected: readonly AffectedPackage[];
  readonly exploitedOn?: string;
}

function parseRow(line: string): Row {
  const [id, aliases, place, name, ranges, fixState, ratedBy, vector, exploitedOn] = line.split(' ');
  if (id === undefined || place === undefined || name === undefined || ranges === undefined || exploitedOn === undefined) {
    throw new Error(`starter row is cut: ${line}`);
  }
  const rating = parseRating(ratedBy);
  const isDistribution = place.includes('@');
  const fact = {
    name,
    status: 'affected' as const,
    ranges: ranges.split(',').map(parseRange),
    versions: [],
    fixState: fixState as FixState,
    ...(isDistribution && rating !== undefined && { severity: rating }),
  };
  const own = isDistribution ? undefined : rating;
  let severities: readonly SeverityRating[] | undefined;
  const [ecosystem, releases] = place.split('@');
  const places = releases === undefined ? [{}] : releases.split(',').map((release) => ({ release }));
  return {
    advisory: {
      id,
      sourceId: 'starter',
      aliases: aliases === '-' ? [] : (aliases ?? '').split(','),
      covers: [],
      // Scored on first use: a scan needs few rows, and scoring all of them would take longer than reading the list.
      get severities() {
        return (severities ??= rate(own, vector));
      },
      references: [referenceOf(id, ecosystem)],
    },
    affected: places.map((release) => ({ ecosystem: ecosystem as EcosystemId, ...release, ...fact })),
    ...(exploitedOn !== '-' && { exploitedOn }),
  };
}

/** `1.0.0..1.2.3`, `0..` without an end, `0..=1.2.2` with the last affected one. */
function parseRange(text: string): AffectedRange {
  const dots = text.indexOf('..');
  const introduced = text.slice(0, dots);
  const end = text.slice(dots + 2);
  if (end === '') return { introduced };
  return end.startsWith('=') ? { introduced, lastAffected: end.slice(1) } : { introduced, fixed: end };
}

/** `ghsa:high`, or `-`. */
function parseRating(text: string | undefined): SeverityRating | undefined {
  const [origin, severity] = (text ?? '-').split(':');
  return origin === undefined || severity === undefined ? undefined : { origin, severity: severity as Severity };
}

/** A vector is its publisher's, which for distributions is NVD. */
function rate(own: SeverityRating | undefined, vector: string | undefined): readonly SeverityRating[] {
  const scored = vector === undefined ? undefined : scoreCvss(vector);
  if (scored === undefined || vector === undefined) return own === undefined ? [] : [own];
  return [{ origin: own?.origin ?? 'nvd', severity: own?.severity ?? scored.severity, vector, score: scored.score }];
}

function referenceOf(id: string, ecosystem: string | undefined): string {
  if (id.startsWith('GHSA-')) return `https://github.com/advisories/${id}`;
  return ecosystem === 'debian' ? `https://security-tracker.debian.org/tracker/${id}` : `https://security.alpinelinux.org/vuln/${id}`;
}
