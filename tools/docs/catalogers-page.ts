import { isFileCataloger, type Cataloger } from '../../src/catalog/cataloger.ts';
import { catalogers } from '../../src/catalog/catalogers.ts';
import { type FileSelector } from '../../src/model/file-selector.ts';
import { code, page, table } from './markdown.ts';

export function catalogersPage(): string {
  return page(
    'Catalogers',
    'src/catalog/catalogers.ts',
    'Which files Pratique makes packages from, and what finding a package there proves. Files beside those are read for ownership and details only.',
    table(
      ['id', 'version', 'evidence', 'files', 'beside those'],
      catalogers.map((cataloger) => [
        code(cataloger.id),
        String(cataloger.version),
        cataloger.evidence,
        isFileCataloger(cataloger) ? describeSelector(cataloger.files) : cataloger.reads,
        describeCompanions(cataloger),
      ]),
    ),
  );
}

function describeCompanions(cataloger: Cataloger): string {
  return isFileCataloger(cataloger) ? (cataloger.companions ?? []).map(describeSelector).join(', ') : '';
}

function describeSelector({ paths = [], names = [], suffixes = [], inDirectories = [], inFolders = [] }: FileSelector): string {
  const patterns = [
    ...paths.map((path) => `/${path}`),
    ...names.map((name) => `**/${name}`),
    ...suffixes.map((suffix) => `**/*${suffix}`),
    ...inFolders.map(({ under, folder, file }) => `${under === undefined ? '' : `/${under}/`}**/${folder}/${file}`),
    ...inDirectories.map(({ directory, suffix }) => `/${directory}/*${suffix}`),
  ];
  return patterns.map(code).join(', ');
}
