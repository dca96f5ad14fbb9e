import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { ecosystem, ecosystemIds, type EcosystemId } from '../../../model/ecosystem.ts';
import { type Issue } from '../../../model/issue.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { readOsvFiles, type OsvFile } from './osv-files.ts';
import { HeldDuplicates } from './held-duplicates.ts';
import { HeldIdentities } from './held-identities.ts';
import { osvLicenses } from './osv-licenses.ts';
import { convertRecord, type ConvertedRecord } from './osv-record.ts';

/** Exports whose later records may not be passed on: see their licences. */
const privateExports: ReadonlySet<EcosystemId> = new Set<EcosystemId>(['wolfi', 'chainguard', 'minimos']);

/** Ecosystems whose records are in the export of another. */
const sisters: Readonly<Partial<Record<EcosystemId, readonly EcosystemId[]>>> = {
  wolfi: ['chainguard'],
  suse: ['suse-micro'],
  opensuse: ['opensuse-tumbleweed'],
};

/** One source for each export, so that one that fails leaves the others alone. */
export const osvSources: readonly AdvisorySource[] = (Object.keys(osvLicenses) as readonly EcosystemId[]).map((id) =>
  osvSource(id, sisters[id]),
);

/**
 * The records of one ecosystem as https://osv.dev exports them. A record that speaks of several ecosystems is in the export of each, and
 * each source takes its own part; `others` are ecosystems that have no export of their own.
 */
export function osvSource(id: EcosystemId, others: readonly EcosystemId[] = []): AdvisorySource {
  const { displayName, osvName = displayName } = ecosystem(id);
  const sourceId = `osv-${id}`;
  const path = `osv/${osvName}/all.zip`;
  return {
    id: sourceId,
    version: 4,
    title: `OSV: ${displayName}`,
    license: osvLicenses[id] ?? 'not stated',
    ...(privateExports.has(id) && { mayPublish: false as const }),
    ecosystems: [id, ...others],
    files: [
      { path, upstream: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(osvName)}/all.zip` },
      { path: `osv/${osvName}`, upstream: 'https://osv-vulnerabilities.storage.googleapis.com/', isOptional: true, isFolderOnly: true },
    ],
    parse: (folder, runtime) => parseOsv(folder, path, sourceId, new Set([id, ...others]), runtime),
  };
}

/** Records of one's own, about any ecosystem: a folder of `.json` files, or its `all.zip`. */
export function osvOverlay(): AdvisorySource {
  return {
    id: 'overlay',
    version: 1,
    title: 'OSV records given with --advisories',
    license: 'not stated',
    files: [{ path: '.', upstream: 'https://ossf.github.io/osv-schema/', isFolderOnly: true }],
    parse: (folder, runtime) => parseOsv(folder, 'all.zip', 'overlay', new Set(ecosystemIds), runtime),
  };
}

// The interface is asynchronous for sources that stream; this one reads a file that is there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseOsv(
  folder: FeedFolder,
  path: string,
  sourceId: string,
  wanted: ReadonlySet<EcosystemId>,
  runtime: Runtime,
): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const duplicates = new HeldDuplicates();
  const identities = new HeldIdentities();
  const zipPath = join(folder.path, path);
  for (const file of readOsvFiles(zipPath, join(zipPath, '..'))) {
    tally.count();
    const record = convertFile(file, sourceId, wanted, tally);
    if ('code' in record) yield record;
    if (!('kind' in record) || record.kind !== 'advisory') continue;
    yield* record.problems.map((problem) => tally.unreadableRange(record.advisory.id, problem)).filter((issue) => issue !== undefined);
    const passed = duplicates.pass(record);
    const advisory = passed === undefined ? undefined : identities.settle(passed);
    if (advisory !== undefined) yield advisory;
  }
  for (const { record, isToldElsewhere } of duplicates.rest()) {
    if (isToldElsewhere) tally.withdrawn++;
    const advisory = isToldElsewhere ? undefined : identities.settle(record);
    if (advisory !== undefined) yield advisory;
  }
  yield* identities.rest();
  yield* tally.finish();
}

const untold = {};

/** The converted record; an issue, or nothing beyond the number of reported issues, when it cannot be read. */
function convertFile(
  file: OsvFile,
  sourceId: string,
  wanted: ReadonlySet<EcosystemId>,
  tally: FeedTally,
): ConvertedRecord | Issue | typeof untold {
  try {
    const record = convertRecord(parseJson(file.read()), sourceId, (place) => wanted.has(place.ecosystem));
    tally.sawDate(record.kind === 'advisory' ? record.advisory.modified : record.modified);
    if (record.kind === 'withdrawn') tally.withdrawn++;
    if (record.kind === 'not-security') tally.notSecurity++;
    return record;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return tally.invalidRecord(file.name, error.message) ?? untold;
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new RecordError('it is not JSON');
  }
}
