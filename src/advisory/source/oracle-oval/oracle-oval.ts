import { type Advisory } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { findFeedFile, readFeedStream } from '../feed-stream.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { parseRecord, readXmlRecords } from '../xml-records.ts';
import { convertErratum, oracleOvalId } from './oracle-erratum.ts';

const path = 'oracle/com.oracle.elsa-all.xml';

/**
 * Oracle Linux errata (ELSA) as OVAL 5.11 definitions. They list what is fixed; a flaw without an erratum is not in them. Oracle states no licence for the texts, so only
 * titles are kept.
 */
export const oracleOval: AdvisorySource = {
  id: oracleOvalId,
  version: 1,
  title: 'Oracle Linux errata (OVAL)',
  license: 'Copyright Oracle, Inc., no explicit licence; texts are left out',
  ecosystems: ['oracle'],
  files: [
    { path: `${path}.bz2`, upstream: 'https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2' },
    { path, upstream: 'https://linux.oracle.com/security/oval/', isOptional: true, isFolderOnly: true },
  ],
  parse: parseOracle,
};

async function* parseOracle(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(oracleOvalId, runtime);
  const releases = new Set<string>();
  const file = findFeedFile(folder, path);
  if (file === undefined) throw new PratiqueError('FEED_DAMAGED', `${path}.bz2 does not exist`);
  for await (const text of readXmlRecords(file, readFeedStream(file), ['definition'])) {
    tally.count();
    const outcome = convert(text, tally);
    if (outcome === undefined) continue;
    if ('affected' in outcome) {
      tally.sawDate(outcome.modified);
      for (const { release } of outcome.affected) releases.add(formatShardName('oracle', release));
    }
    yield outcome;
  }
  yield* tally.finish({ releases: [...releases].sort() });
}

function convert(text: string, tally: FeedTally): Advisory | Issue | undefined {
  try {
    const advisory = convertErratum(parseRecord(text));
    if (advisory === undefined) tally.notSecurity++;
    return advisory;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return tally.invalidRecord(/ELSA-[\w-]{1,40}/.exec(text)?.[0] ?? 'a definition', error.message);
  }
}
