import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { ecosystem } from '../../../model/ecosystem.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { findFeedFile } from '../feed-stream.ts';
import { FeedTally } from '../feed-tally.ts';
import { readUpdates } from '../read-updates.ts';
import { folderFile, indexFiles, linkedRepositoryFiles, type RpmRepository } from '../rpm-repository.ts';

const sourceId = 'fedora-updateinfo';
/** Older releases are no longer on the mirrors. */
const oldestMirrored = 41;

/**
 * Fedora's security updates by release, as Bodhi publishes them in the updates repository. They list what is fixed; a flaw without an update is not in them.
 */
export const fedoraUpdateinfo: AdvisorySource = {
  id: sourceId,
  version: 1,
  title: 'Fedora security updates',
  license: 'CC-BY-SA-4.0 (Fedora Project)',
  ecosystems: ['fedora'],
  files: mirroredReleases()
    .map(repositoryOf)
    .flatMap((repository) => [...indexFiles(repository), folderFile(repository)]),
  filesOfRelease: (release) => (/^\d{1,3}$/.test(release) ? indexFiles(repositoryOf(release)) : []),
  linkedFiles: (folder) =>
    mirroredReleases()
      .map(repositoryOf)
      .filter(({ path }) => folder.has(`${path}/repomd.xml`))
      .flatMap((repository) => linkedRepositoryFiles(folder, repository)),
  parse: parseFedora,
};

function mirroredReleases(): readonly string[] {
  return Object.keys(ecosystem('fedora').distribution?.support?.lastDays ?? {}).filter((release) => Number(release) >= oldestMirrored);
}

function repositoryOf(release: string): RpmRepository {
  return {
    path: `fedora/updates/${release}`,
    upstream: `https://dl.fedoraproject.org/pub/fedora/linux/updates/${release}/Everything/x86_64`,
  };
}

function pageOf(id: string): string {
  return `https://bodhi.fedoraproject.org/updates/${encodeURIComponent(id)}`;
}

/** A folder may have releases that are newer than the table. */
function releasesIn(folder: FeedFolder): readonly string[] {
  const root = join(folder.path, 'fedora/updates');
  return existsSync(root)
    ? readdirSync(root)
        .filter((name) => /^\d{1,3}$/.test(name))
        .sort()
    : [];
}

async function* parseFedora(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const releases: string[] = [];
  for (const release of releasesIn(folder)) {
    const file = findFeedFile(folder, `${repositoryOf(release).path}/updateinfo.xml`);
    if (file === undefined) continue;
    releases.push(formatShardName('fedora', release));
    yield* readUpdates(file, { ecosystem: 'fedora', release, sourceId, origin: 'fedora', pageOf, mayDescribe: true }, tally);
  }
  if (tally.records === 0) throw new PratiqueError('FEED_DAMAGED', `${sourceId} has no updates`);
  yield* tally.finish({ releases });
}
