import { type Advisory } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { FeedTally } from '../feed-tally.ts';
import { findFeedFile } from '../feed-stream.ts';
import { readSecdb } from '../secdb-file.ts';
import { SecurityFixBook } from '../security-fix-book.ts';

const ownMachineOnly = 'for use on your own machine, do not redistribute';

/**
 * Security databases of distributions without releases, in apk's format: what each package fixed, and with version `0` which flaws it never had. Open flaws
 * are not in them. What is made from them is not published: they are fetched by each user.
 */
export const wolfiSecdb: AdvisorySource = secdbOf('wolfi', {
  id: 'wolfi-secdb',
  title: 'Wolfi security database',
  license: `Apache-2.0 up to 2025-05-07, later CC-BY-NC-ND-4.0 (Chainguard, Inc.): ${ownMachineOnly}`,
  files: { 'wolfi/os/security.json': 'https://packages.wolfi.dev/os/security.json' },
  page: 'https://images.chainguard.dev/security/',
});

export const chainguardSecdb: AdvisorySource = secdbOf('chainguard', {
  id: 'chainguard-secdb',
  title: 'Chainguard security database',
  license: `Chainguard, Inc., terms of the publisher: ${ownMachineOnly}`,
  files: {
    'chainguard/chainguard/security.json': 'https://packages.cgr.dev/chainguard/security.json',
    'chainguard/extras/security.json': 'https://packages.cgr.dev/extras/security.json',
  },
  page: 'https://images.chainguard.dev/security/',
});

export const minimosSecdb: AdvisorySource = secdbOf('minimos', {
  id: 'minimos-secdb',
  title: 'MinimOS security database',
  license: `MinimOS, terms of the publisher: ${ownMachineOnly}`,
  files: { 'minimos/security.json': 'https://packages.mini.dev/advisories/secdb/security.json' },
  page: 'https://images.minimus.io/',
});

interface Secdb extends Pick<AdvisorySource, 'id' | 'title' | 'license'> {
  /** Addresses by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Beginning of the publisher's page about a flaw. */
  readonly page: string;
}

function secdbOf(ecosystem: EcosystemId, { id, title, license, files, page }: Secdb): AdvisorySource {
  const paths = Object.keys(files);
  return {
    id,
    version: 1,
    title,
    license,
    mayPublish: false,
    ecosystems: [ecosystem],
    files: Object.entries(files).map(([path, upstream], place) => ({ path, upstream, ...(place > 0 && { isOptional: true }) })),
    parse: (folder, runtime) =>
      parseSecdb(folder, paths, { sourceId: id, ecosystem, pageOf: (flaw) => `${page}${encodeURIComponent(flaw)}` }, runtime),
  };
}

// The interface is asynchronous for sources that stream; this one reads files that are there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseSecdb(
  folder: FeedFolder,
  paths: readonly string[],
  publisher: ConstructorParameters<typeof SecurityFixBook>[0],
  runtime: Runtime,
): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(publisher.sourceId, runtime);
  const book = new SecurityFixBook(publisher);
  const found = paths.map((path) => findFeedFile(folder, path)).filter((file) => file !== undefined);
  if (found.length === 0) throw new PratiqueError('FEED_DAMAGED', `${paths[0]!} does not exist`);
  for (const file of found) yield* readSecdb(file, undefined, book, tally);
  yield* book.advisories();
  yield* tally.finish({ releases: [formatShardName(publisher.ecosystem, undefined)] });
}
