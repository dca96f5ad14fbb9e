import { type Advisory } from '../../model/advisory.ts';
import { type Issue } from '../../model/issue.ts';
import { type FeedTally } from './feed-tally.ts';
import { readFeedStream } from './feed-stream.ts';
import { RecordError } from './record-error.ts';
import { convertUpdate, type UpdateRepository } from './rpm-updates.ts';
import { parseRecord, readXmlRecords } from './xml-records.ts';

/** The bulletins of one repository's updateinfo.xml. Throws FEED_DAMAGED. */
export async function* readUpdates(path: string, repository: UpdateRepository, tally: FeedTally): AsyncGenerator<Advisory | Issue> {
  for await (const text of readXmlRecords(path, readFeedStream(path), ['update'])) {
    tally.count();
    try {
      const advisory = convertUpdate(parseRecord(text), repository);
      if (advisory === undefined) tally.notSecurity++;
      else {
        tally.sawDate(advisory.modified);
        yield advisory;
      }
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const issue = tally.invalidRecord(/<id>([^<]{1,100})<\/id>/.exec(text)?.[1] ?? 'an update', error.message);
      if (issue !== undefined) yield issue;
    }
  }
}
