import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { type FeedFile } from '../../src/advisory/source/advisory-source.ts';
import { code, page, table } from './markdown.ts';
import { describeRun } from './source-runs.ts';

interface Source {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly license: string;
  readonly mayPublish?: false;
  readonly isBulk?: boolean;
  readonly files: readonly FeedFile[];
}

export function sourcesPage(): string {
  return page(
    'Advisory sources',
    'src/advisory/advisory-sources.ts',
    'What `pratique db build` can read. A mirror or folder has each file at its path; only files marked optional may be absent. Sources that are only for `db build` are hundreds of megabytes, and a scan never downloads them. What is never published may not be passed on by its licence: each machine fetches it for itself.',
    '## Advisories',
    sourceTable(advisorySources),
    '## Facts about CVEs',
    sourceTable(enrichmentSources),
  );
}

function sourceTable(sources: readonly Source[]): string {
  return table(
    ['id', 'version', 'what', 'licence', 'changes', 'ran on real data', 'files and where they come from'],
    sources.map(({ id, version, title, license, files, mayPublish, isBulk }) => {
      const notes = [...(mayPublish === false ? ['never published'] : []), ...(isBulk === true ? ['only for `db build`'] : [])];
      const what = notes.length === 0 ? title : `${title} (${notes.join('; ')})`;
      return [code(id), String(version), what, license, ...describeRun(id), describeFiles(files)];
    }),
  );
}

function describeFiles(files: readonly FeedFile[]): string {
  const fetched = files.filter(({ isFolderOnly }) => isFolderOnly !== true);
  const more = fetched.length - mostFiles;
  const listed = more > 1 ? [...fetched.slice(0, mostFiles - 1), ...fetched.slice(-1)] : fetched;
  const lines = listed.map(({ path, upstream, isOptional }) => `${code(path)}${isOptional === true ? ' (optional)' : ''}: <${upstream}>`);
  return [...lines, ...(more > 1 ? [`and ${more} more by release or year`] : [])].join('<br>');
}

/** More are of the same kind. */
const mostFiles = 6;
