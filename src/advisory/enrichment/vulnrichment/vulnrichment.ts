import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type FeedFolder, type FeedSummary } from '../../source/advisory-source.ts';
import { FeedTally } from '../../source/feed-tally.ts';
import { RecordError } from '../../source/record-error.ts';
import { readTarRecords, type TarRecord } from '../../source/tar-records.ts';
import { type EnrichmentRecord, type EnrichmentSource } from '../enrichment-source.ts';
import { convertCveRecord } from './cve-record.ts';

const sourceId = 'vulnrichment';
const archive = 'vulnrichment/develop.tar.gz';
const folderPath = 'vulnrichment/cves';

/** CISA's Vulnrichment: records of CVEs (CVE Record Format 5) with its decision points (SSVC), and scores by CISA and by the CVE's numbering authority. */
export const vulnrichment: EnrichmentSource = {
  id: sourceId,
  version: 1,
  title: 'CISA Vulnrichment',
  license: 'CC0-1.0 (CISA)',
  isBulk: true,
  files: [
    { path: archive, upstream: 'https://codeload.github.com/cisagov/vulnrichment/tar.gz/refs/heads/develop' },
    { path: folderPath, upstream: 'https://github.com/cisagov/vulnrichment', isOptional: true, isFolderOnly: true },
  ],
  parse: parseRecords,
};

async function* parseRecords(folder: FeedFolder, runtime: Runtime): AsyncGenerator<EnrichmentRecord | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const isRecord = (path: string): boolean => /(?:^|\/)CVE-\d{4}-\d{4,19}\.json$/.test(path);
  const records = folder.has(archive)
    ? readTarRecords(join(folder.path, archive), isRecord)
    : readFolder(join(folder.path, folderPath), isRecord);
  for await (const record of records) {
    tally.count();
    const outcome = convert(record, tally);
    if (outcome !== undefined) yield outcome;
  }
  yield* tally.finish();
}

function* readFolder(path: string, isWanted: (path: string) => boolean): Generator<TarRecord> {
  if (!existsSync(path)) throw new PratiqueError('FEED_DAMAGED', `${path} does not exist`);
  for (const name of (readdirSync(path, { recursive: true }) as string[]).filter(isWanted).sort()) {
    const file = join(path, name);
    yield { path: name, bytes: statSync(file).size > limits.feedRecordBytes ? undefined : readFileSync(file) };
  }
}

function convert({ path, bytes }: TarRecord, tally: FeedTally): EnrichmentRecord | Issue | undefined {
  try {
    if (bytes === undefined) throw new RecordError('it is too long');
    const { record, modified, isRejected } = convertCveRecord(JSON.parse(bytes.toString()));
    tally.sawDate(modified);
    if (isRejected) tally.withdrawn++;
    return record;
  } catch (error) {
    if (!(error instanceof RecordError) && !(error instanceof SyntaxError)) throw error;
    return tally.invalidRecord(path.slice(0, 200), error.message);
  }
}
