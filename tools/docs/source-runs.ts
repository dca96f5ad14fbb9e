/** How often a publisher changes its feed, and on how much real data this source ran, by source id. */
interface SourceRun {
  readonly changes: string;
  /** Records, and the date of the newest; absent where only recorded samples in the published format were at hand. */
  readonly ranOn?: string;
  /** What samples of the publisher it ran on instead. */
  readonly samples?: string;
}

const own = 'made in the published format';

export const sourceRuns: Readonly<Record<string, SourceRun>> = {
  'alpine-secdb': { changes: 'daily', ranOn: '10,214 packages, 2026-08-22' },
  'amazon-updateinfo': { changes: 'days', ranOn: '2,434 bulletins of 2 and 2023, 2025-02-07; none of extras' },
  'arch-tracker': { changes: 'days', samples: own },
  'azure-oval': { changes: 'daily', samples: own },
  'chainguard-secdb': { changes: 'hours', samples: 'same format as Wolfi' },
  'debian-tracker': { changes: 'hours', ranOn: '37,508 entries, 2025-02-12, and excerpts of the feed itself' },
  'fedora-updateinfo': { changes: 'daily', samples: 'same format as Amazon Linux' },
  'minimos-secdb': { changes: 'hours', samples: 'same format as Wolfi' },
  'oracle-oval': { changes: 'days', samples: '2 definitions of the feed' },
  'photon-cve': { changes: 'days', samples: own },
  'redhat-vex': { changes: 'continuous', samples: '16 documents, 2023 to 2026-03-25, one archive' },
  'ubuntu-tracker': { changes: 'hours', samples: '1 file of the tracker' },
  'wolfi-secdb': { changes: 'hours', ranOn: '1,228 packages, 2025-05-07' },
  'osv-alpine': { changes: 'continuous', ranOn: '3,655 records, 2026-07-08' },
  'osv-debian': { changes: 'continuous', ranOn: '44,152 records, 2026-04-28' },
  'osv-ubuntu': { changes: 'continuous', ranOn: '25,841 records, 2026-06-08' },
  'osv-wolfi': { changes: 'continuous', ranOn: '11,862 records, 2025-02-17' },
  'osv-redhat': { changes: 'continuous', ranOn: '15,175 records, 2025-02-18' },
  'osv-almalinux': { changes: 'continuous', ranOn: '5,637 records, 2026-08-21' },
  'osv-rocky': { changes: 'continuous', ranOn: '1,491 records, 2025-01-11' },
  'osv-npm': { changes: 'continuous', ranOn: '23,338 records, 2026-09-10' },
  'osv-go': { changes: 'continuous', ranOn: '6,408 records, 2026-08-21' },
  'osv-cargo': { changes: 'continuous', ranOn: '2,108 records, 2026-08-21' },
  'osv-pypi': { changes: 'continuous', ranOn: '15,553 records, 2025-10-09' },
  'osv-maven': { changes: 'continuous', ranOn: '5,338 records, 2026-07-08' },
  'osv-nuget': { changes: 'continuous', ranOn: '1,427 records, 2025-10-22' },
  'osv-gem': { changes: 'continuous', ranOn: '1,991 records, 2026-08-18' },
  'osv-composer': { changes: 'continuous', ranOn: '5,017 records, 2026-08-19' },
  'osv-bitnami': { changes: 'continuous', ranOn: '7,444 records, 2026-08-01' },
  epss: { changes: 'daily', ranOn: '72,272 CVEs, 2021-08-31' },
  kev: { changes: 'working days', ranOn: '1,662 CVEs, 2026-08-07' },
  nvd: { changes: 'continuous', samples: own },
  vulnrichment: { changes: 'continuous', samples: own },
};

/** OSV's exports have one format, so those that were not at hand need no samples. */
export function describeRun(id: string): readonly [changes: string, ran: string] {
  const run =
    sourceRuns[id] ?? (id.startsWith('osv-') ? { changes: 'continuous', samples: 'same format as other exports of OSV' } : undefined);
  if (run === undefined) throw new Error(`tools/docs/source-runs.ts does not say how ${id} was tried`);
  return [run.changes, run.ranOn ?? `samples: ${run.samples ?? 'none'}`];
}
