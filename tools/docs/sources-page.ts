import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { type FeedFile } from '../../src/advisory/source/advisory-source.ts';
import { code, page, table } from './markdown.ts';

interface Source {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly license: string;
  readonly files: readonly FeedFile[];
}

export function sourcesPage(): string {
  return page(
    'Advisory sources',
    'src/advisory/advisory-sources.ts',
    'What `pratique db build` can read. A mirror or folder has each file at its path; only files marked optional may be absent.',
    '## Advisories',
    sourceTable(advisorySources),
    '## Facts about CVEs',
    sourceTable(enrichmentSources),
  );
}

function sourceTable(sources: readonly Source[]): string {
  return table(
    ['id', 'version', 'what', 'licence', 'files and where they come from'],
    sources.map(({ id, version, title, license, files }) => [code(id), String(version), title, license, describeFiles(files)]),
  );
}

function describeFiles(files: readonly FeedFile[]): string {
  return files
    .filter(({ isFolderOnly }) => isFolderOnly !== true)
    .map(({ path, upstream, isOptional }) => `${code(path)}${isOptional === true ? ' (optional)' : ''}: <${upstream}>`)
    .join('<br>');
}
