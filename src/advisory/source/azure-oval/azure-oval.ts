import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { readFeedStream } from '../feed-stream.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { parseRecord, readXmlRecords } from '../xml-records.ts';
import { azureOvalId, convertAzureDefinition } from './azure-definition.ts';
import { readAzureTests } from './azure-tests.ts';

interface AzureFile {
  readonly path: string;
  readonly ecosystem: EcosystemId;
  readonly release: string;
}

const files: readonly AzureFile[] = [
  { path: 'azurelinux/azurelinux-3.0-oval.xml', ecosystem: 'azurelinux', release: '3' },
  { path: 'azurelinux/cbl-mariner-2.0-oval.xml', ecosystem: 'mariner', release: '2.0' },
  { path: 'azurelinux/cbl-mariner-1.0-oval.xml', ecosystem: 'mariner', release: '1.0' },
];
const base = 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/';

/** Microsoft's record of each CVE in each source package of Azure Linux and CBL-Mariner, as OVAL 5.11 definitions: fixed and open. */
export const azureOval: AdvisorySource = {
  id: azureOvalId,
  version: 1,
  title: 'Azure Linux vulnerability data (OVAL)',
  license: 'MIT (Microsoft Corporation)',
  ecosystems: ['azurelinux', 'mariner'],
  files: files.map(({ path }) => ({ path, upstream: base + path.slice('azurelinux/'.length), isOptional: true })),
  filesOfRelease: (release) => azureOval.files.filter((_, place) => files[place]?.release === release),
  parse: parseAzure,
};

async function* parseAzure(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(azureOvalId, runtime);
  const found = files.filter(({ path }) => folder.has(path));
  if (found.length === 0) throw new PratiqueError('FEED_DAMAGED', `${azureOvalId} has no files`);
  for (const file of found) yield* readFile(join(folder.path, file.path), file, tally);
  yield* tally.finish({ releases: found.map(({ ecosystem, release }) => formatShardName(ecosystem, release)) });
}

/** Definitions refer to tests that follow them, so the file is read twice. */
async function* readFile(path: string, place: AzureFile, tally: FeedTally): AsyncGenerator<Advisory | Issue> {
  const testOf = await readAzureTests(path);
  for await (const text of readXmlRecords(path, readFeedStream(path), ['definition'])) {
    tally.count();
    try {
      const advisory = convertAzureDefinition(parseRecord(text), place, testOf);
      if (advisory === undefined) {
        tally.notSecurity++;
        continue;
      }
      tally.sawDate(advisory.modified);
      yield advisory;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const issue = tally.invalidRecord(/CVE-\d{4}-\d+/.exec(text)?.[0] ?? 'a definition', error.message);
      if (issue !== undefined) yield issue;
    }
  }
}
