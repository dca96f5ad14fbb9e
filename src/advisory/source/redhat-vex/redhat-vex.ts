import { type Advisory } from '../../../model/advisory.ts';
import { type Issue } from '../../../model/issue.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { type TarRecord } from '../tar-records.ts';
import { convertVexDocument, redhatVexId } from './vex-document.ts';
import { linkedVexFiles, readVexFiles, vexIndexes } from './vex-files.ts';

/**
 * What Red Hat says of each CVE in its products (CSAF 2.0, profile VEX): what is fixed in which build, what is affected and will not be fixed, is deferred or out of support, what is
 * not affected, and what is still under investigation. RPMs of Enterprise Linux and its extended streams are kept.
 */
export const redhatVex: AdvisorySource = {
  id: redhatVexId,
  version: 1,
  title: 'Red Hat CSAF VEX',
  license: 'CC-BY-4.0 (Red Hat, Inc.)',
  isBulk: true,
  knowsAlone: 'flaws without a fix',
  ecosystems: ['redhat'],
  files: vexIndexes,
  linkedFiles: linkedVexFiles,
  parse: parseVex,
};

async function* parseVex(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(redhatVexId, runtime);
  for await (const file of readVexFiles(folder)) {
    tally.count();
    const outcome = convertFile(file, tally);
    if (outcome === undefined) continue;
    if ('affected' in outcome) tally.sawDate(outcome.modified);
    yield outcome;
  }
  yield* tally.finish();
}

function convertFile({ path, bytes }: TarRecord, tally: FeedTally): Advisory | Issue | undefined {
  try {
    if (bytes === undefined) throw new RecordError('it is too long');
    const advisory = convertVexDocument(parseJson(bytes));
    if (advisory === undefined) tally.notSecurity++;
    return advisory;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return tally.invalidRecord(path.slice(0, 200), error.message);
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new RecordError('it is not JSON');
  }
}
