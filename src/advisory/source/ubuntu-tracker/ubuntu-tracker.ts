import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { readTarRecords, type TarRecord } from '../tar-records.ts';
import { convertTrackerFile, ubuntuTrackerId } from './tracker-file.ts';

const archive = 'ubuntu-cve-tracker/ubuntu-cve-tracker-master.tar.gz';
const folders = ['active', 'retired'] as const;

/**
 * Ubuntu's own record of every CVE by package, release and Pro stream: what OSV's export has, and what is not affected, deferred or ignored. Kernels for clouds and boards
 * are left out.
 */
export const ubuntuTracker: AdvisorySource = {
  id: ubuntuTrackerId,
  version: 1,
  title: 'Ubuntu CVE tracker',
  license: 'CC-BY-SA-4.0 (Canonical Ltd.)',
  isBulk: true,
  ecosystems: ['ubuntu'],
  files: [
    { path: archive, upstream: 'https://git.launchpad.net/ubuntu-cve-tracker/snapshot/ubuntu-cve-tracker-master.tar.gz' },
    ...folders.map((name) => ({
      path: `ubuntu-cve-tracker/${name}`,
      upstream: 'https://git.launchpad.net/ubuntu-cve-tracker',
      isOptional: true,
      isFolderOnly: true,
    })),
  ],
  parse: parseTracker,
};

const recordPattern = /(?:^|\/)(?:active|retired)\/CVE-\d{4}-\d{4,19}$/;

async function* parseTracker(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(ubuntuTrackerId, runtime);
  const records = folder.has(archive)
    ? readTarRecords(join(folder.path, archive), (path) => recordPattern.test(path))
    : readFolders(folder);
  for await (const record of records) {
    tally.count();
    const outcome = convert(record, tally);
    if (outcome === undefined) continue;
    if ('affected' in outcome) {
      if (outcome.affected.length === 0) continue;
      tally.sawDate(outcome.published);
    }
    yield outcome;
  }
  yield* tally.finish();
}

function* readFolders(folder: FeedFolder): Generator<TarRecord> {
  const found = folders.map((name) => join(folder.path, 'ubuntu-cve-tracker', name)).filter((path) => existsSync(path));
  if (found.length === 0) throw new PratiqueError('FEED_DAMAGED', `${archive} does not exist`);
  for (const path of found) {
    for (const name of readdirSync(path)
      .filter((each) => /^CVE-\d{4}-\d{4,19}$/.test(each))
      .sort()) {
      const file = join(path, name);
      yield { path: name, bytes: statSync(file).size > limits.feedRecordBytes ? undefined : readFileSync(file) };
    }
  }
}

function convert({ path, bytes }: TarRecord, tally: FeedTally): Advisory | Issue | undefined {
  try {
    if (bytes === undefined) throw new RecordError('it is too long');
    const advisory = convertTrackerFile(bytes.toString());
    if (advisory === undefined) tally.withdrawn++;
    return advisory;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return tally.invalidRecord(path.slice(-60), error.message);
  }
}
