import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type FeedFile, type FeedFolder, type FeedSummary } from '../../source/advisory-source.ts';
import { findFeedFile, readFeedChunks } from '../../source/feed-stream.ts';
import { FeedTally } from '../../source/feed-tally.ts';
import { readJsonMember } from '../../source/feed-text.ts';
import { RecordError } from '../../source/record-error.ts';
import { type EnrichmentRecord, type EnrichmentSource } from '../enrichment-source.ts';
import { convertNvdCve } from './nvd-cve.ts';

const sourceId = 'nvd';
const firstYear = 2002;
const lastYear = 2026;

/**
 * NVD's CVSS vectors and weaknesses by CVE, as its yearly feeds (JSON 2.0) have them; the feed of changes of the last days comes last and wins. Its lists of products are
 * not read: names of products are not names of packages.
 */
export const nvdScores: EnrichmentSource = {
  id: sourceId,
  version: 1,
  title: 'National Vulnerability Database (NIST)',
  license: 'public domain (NIST NVD)',
  isBulk: true,
  files: [...years().map(fileOf), fileOf('modified')],
  parse: parseNvd,
};

function years(): readonly string[] {
  return Array.from({ length: lastYear - firstYear + 1 }, (_, index) => String(firstYear + index));
}

function fileOf(part: string): FeedFile {
  return {
    path: `nvd/nvdcve-2.0-${part}.json.gz`,
    upstream: `https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-${part}.json.gz`,
    isOptional: true,
  };
}

// The interface is asynchronous for sources that stream; this one reads files that are there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseNvd(folder: FeedFolder, runtime: Runtime): AsyncGenerator<EnrichmentRecord | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const files = nvdScores.files.map(({ path }) => findFeedFile(folder, path.slice(0, -'.gz'.length))).filter((file) => file !== undefined);
  if (files.length === 0) throw new PratiqueError('FEED_DAMAGED', `${sourceId} has no files`);
  for (const file of files) {
    for (const { bytes } of readJsonMember(file, readFeedChunks(file), 'vulnerabilities')) {
      tally.count();
      const outcome = convert(bytes, tally);
      if (outcome !== undefined) yield outcome;
    }
  }
  yield* tally.finish();
}

function convert(bytes: Buffer, tally: FeedTally): EnrichmentRecord | Issue | undefined {
  try {
    const { record, modified, isRejected } = convertNvdCve(JSON.parse(bytes.toString()));
    tally.sawDate(modified);
    if (isRejected) tally.withdrawn++;
    return record;
  } catch (error) {
    if (!(error instanceof RecordError) && !(error instanceof SyntaxError)) throw error;
    return tally.invalidRecord(`entry ${tally.records}`, error.message);
  }
}
