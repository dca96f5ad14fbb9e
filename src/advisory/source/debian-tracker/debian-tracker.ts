import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { type Issue } from '../../../model/issue.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { readJsonElements } from '../feed-text.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { readObject } from '../record-fields.ts';
import { convertTrackerEntry, debianTrackerId } from './tracker-entry.ts';

const path = 'debian-security-tracker/tracker/data/json';

/**
 * Debian's own judgement of every CVE in every source package of the supported releases and sid; unlike the OSV export it has what is not
 * affected and what will not be fixed. One JSON object of 30 to 70 MB: source package, then CVE or TEMP id. It carries no dates.
 */
export const debianTracker: AdvisorySource = {
  id: debianTrackerId,
  version: 2,
  title: 'Debian security tracker',
  license: 'Debian security tracker, https://security-tracker.debian.org, no explicit licence',
  ecosystems: ['debian'],
  files: [{ path, upstream: 'https://security-tracker.debian.org/tracker/data/json' }],
  parse: parseTracker,
};

// The interface is asynchronous for sources that stream; this one reads a file that is there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseTracker(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(debianTrackerId, runtime);
  for (const { key = '', bytes } of readJsonElements(join(folder.path, path))) {
    const entries = attempt(tally, key, () => Object.entries(readObject(parseJson(bytes), key)));
    if (!Array.isArray(entries)) {
      if (entries !== undefined) yield entries;
      continue;
    }
    for (const [id, entry] of entries) {
      tally.count();
      const outcome = attempt(tally, `${key} ${id}`, () => convertTrackerEntry(key, id, entry));
      if (outcome !== undefined) yield outcome;
    }
  }
  yield* tally.finish();
}

function attempt<Value>(tally: FeedTally, record: string, read: () => Value): Value | Issue | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return tally.invalidRecord(record.slice(0, 200), error.message);
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new RecordError('it is not JSON');
  }
}
