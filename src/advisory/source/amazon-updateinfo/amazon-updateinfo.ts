import { type Advisory } from '../../../model/advisory.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type AdvisorySource, type FeedFile, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { findFeedFile } from '../feed-stream.ts';
import { FeedTally } from '../feed-tally.ts';
import { readUpdates } from '../read-updates.ts';
import { folderFile, indexFiles, linkedRepositoryFiles } from '../rpm-repository.ts';
import { amazonRepositories, extrasCatalog, type AmazonRepository } from './amazon-repositories.ts';

const sourceId = 'amazon-updateinfo';

/**
 * Amazon's bulletins (ALAS) for Amazon Linux 1, 2 with its extras, and 2023, as its package repositories carry them. They list what is fixed; flaws without a
 * fix are only on its website. Amazon states no licence for the texts, so only titles are kept.
 */
export const amazonUpdateinfo: AdvisorySource = {
  id: sourceId,
  version: 1,
  title: 'Amazon Linux security bulletins',
  license: 'Amazon Linux repository metadata (Amazon Web Services), no explicit licence; texts are left out',
  ecosystems: ['amazon'],
  files: [extrasCatalog, ...amazonRepositories(undefined).flatMap((repository) => [...indexFiles(repository), folderFile(repository)])],
  filesOfRelease: (release) => [...(release === '2' ? [extrasCatalog] : []), ...repositoriesOf(release).flatMap(indexFiles)],
  linkedFiles: (folder) => amazonRepositories(folder).flatMap((repository) => linkedFilesOf(folder, repository)),
  parse: parseAmazon,
};

function repositoriesOf(release: string): readonly AmazonRepository[] {
  return amazonRepositories(undefined).filter((repository) => repository.release === release);
}

/** Of a repository that was not asked for, nothing is linked. Repositories of extras are only known from the catalogue. */
function linkedFilesOf(folder: FeedFolder, repository: AmazonRepository): readonly FeedFile[] {
  const files = indexFiles(repository);
  if (files.some(({ path }) => folder.has(path))) return linkedRepositoryFiles(folder, repository);
  return repository.stream === undefined ? [] : files;
}

/** https://alas.aws.amazon.com/ */
function pageOf(release: string): (id: string) => string {
  const folder = release === '2023' ? 'AL2023/' : release === '2' ? 'AL2/' : '';
  return (id) => `https://alas.aws.amazon.com/${folder}${encodeURIComponent(id)}.html`;
}

async function* parseAmazon(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const releases = new Set<string>();
  for (const repository of amazonRepositories(folder)) {
    const file = findFeedFile(folder, `${repository.path}/updateinfo.xml`);
    if (file === undefined) continue;
    const { release, stream } = repository;
    if (stream === undefined) releases.add(formatShardName('amazon', release));
    const about = { ecosystem: 'amazon', release, sourceId, origin: 'amazon', pageOf: pageOf(release), mayDescribe: false } as const;
    yield* readUpdates(file, stream === undefined ? about : { ...about, stream }, tally);
  }
  if (tally.records === 0) throw new PratiqueError('FEED_DAMAGED', `${sourceId} has no bulletins`);
  yield* tally.finish({ releases: [...releases] });
}
