import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Advisory } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { ecosystem } from '../../../model/ecosystem.ts';
import { type Issue } from '../../../model/issue.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFile, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { boundDate } from '../bounded-text.ts';
import { FeedTally } from '../feed-tally.ts';
import { SecurityFixBook } from '../security-fix-book.ts';
import { readSecdb } from '../secdb-file.ts';

export const alpineSecdbId = 'alpine-secdb';
const lastUpdate = 'alpine-secdb/last-update';
const repositories = ['main', 'community'] as const;
/** Releases that are older than the server. */
const untrackedReleases: ReadonlySet<string> = new Set(['2.6', '2.7', '3.0', '3.1']);

/** Before all others, so that what is fetched after it is as new as it says, or newer. */
const lastUpdateFile: FeedFile = { path: lastUpdate, upstream: 'https://secdb.alpinelinux.org/last-update', isOptional: true };

/**
 * What each Alpine branch fixed, by source package (https://secdb.alpinelinux.org). It lists fixes only: a flaw that is open is not in it.
 * It carries no severities, and no dates but that of its last change as a whole.
 */
export const alpineSecdb: AdvisorySource = {
  id: alpineSecdbId,
  version: 1,
  title: 'Alpine security database',
  license: 'CC-BY-SA-4.0 (Alpine Linux security database)',
  ecosystems: ['alpine'],
  files: secdbFiles(),
  filesOfRelease: (release) => [lastUpdateFile, ...(isBranch(release) ? branchFiles(release) : [])],
  parse: parseSecdb,
};

/** Old branches are never taken off the server, new ones may not be there yet: no single file has to be. */
function secdbFiles(): readonly FeedFile[] {
  const known = Object.keys(ecosystem('alpine').distribution?.support?.lastDays ?? {});
  const releases = known.filter((release) => !untrackedReleases.has(release));
  return [lastUpdateFile, ...[...releases, 'edge'].flatMap(branchFiles)];
}

function branchFiles(release: string): readonly FeedFile[] {
  const branch = release === 'edge' ? release : `v${release}`;
  return repositories.map((repository) => ({
    path: `alpine-secdb/${branch}/${repository}.json`,
    upstream: `https://secdb.alpinelinux.org/${branch}/${repository}.json`,
    isOptional: true,
  }));
}

/** The release is what an image says of itself. */
function isBranch(release: string): boolean {
  return release === 'edge' || /^\d{1,4}\.\d{1,4}$/.test(release);
}

// The interface is asynchronous for sources that stream; this one reads files that are there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseSecdb(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(alpineSecdbId, runtime);
  const book = new SecurityFixBook({
    sourceId: alpineSecdbId,
    ecosystem: 'alpine',
    pageOf: (id) => `https://security.alpinelinux.org/vuln/${encodeURIComponent(id)}`,
  });
  const files = findFiles(folder);
  for (const { file, release } of files) {
    yield* readSecdb(file, release, book, tally);
  }
  yield* book.advisories();
  // Without its main repository a branch says nothing about most packages of an image.
  const tracked = files.filter(({ repository }) => repository === 'main').map(({ release }) => formatShardName('alpine', release));
  const asOf = readLastUpdate(folder);
  yield* tally.finish({ releases: tracked, ...(asOf !== undefined && { asOf }) });
}

interface SecdbFile {
  readonly file: string;
  readonly repository: (typeof repositories)[number];
  readonly release: string;
}

/** The server's mark of its last change, which is a date but not promised to be one. */
function readLastUpdate(folder: FeedFolder): string | undefined {
  if (!folder.has(lastUpdate)) return undefined;
  const text = readFileSync(join(folder.path, lastUpdate), 'latin1');
  return boundDate(text.slice(0, 64).trim());
}

/** Branches are found in the folder, so that a mirror's old ones are read too: `v3.20` is release `3.20`. */
function findFiles(folder: FeedFolder): readonly SecdbFile[] {
  const root = join(folder.path, alpineSecdbId);
  const branches = existsSync(root) ? readdirSync(root).sort() : [];
  const files = branches.flatMap((branch) =>
    repositories.map((repository) => ({
      file: join(root, branch, `${repository}.json`),
      repository,
      release: branch.startsWith('v') ? branch.slice(1) : branch,
    })),
  );
  return files.filter(({ file }) => existsSync(file));
}
