import { ecosystem, ecosystemIds } from '../../src/model/ecosystem.ts';
import { catalogerTables } from './cataloger-tables.ts';
import { code, page, table } from './markdown.ts';

export function ecosystemsPage(root: string): string {
  const rows = ecosystemIds.map((id) => ({ id, ...ecosystem(id) }));
  const distributions = rows.filter(({ distribution }) => distribution !== undefined);
  return page(
    'Ecosystems',
    'src/model/ecosystem.ts and src/catalog/catalogers.ts',
    'Which packages Pratique finds, in which files, and what it knows of them.',
    '## Files that are read',
    'What finding a package in a file proves is its [evidence](../guide/reading-a-report.md). Files in “also read” add details, such as the paths that a package owns.',
    ...catalogerTables(root),
    '## Ecosystems and their advisories',
    table(
      ['id', 'name', 'purl type', 'version scheme', 'OSV name', 'advisories name'],
      rows.map((row) => [
        code(row.id),
        row.displayName,
        code(row.purlNamespace === undefined ? row.purlType : `${row.purlType}/${row.purlNamespace}`),
        row.versionScheme,
        row.osvName,
        `${row.advisoriesName} packages`,
      ]),
    ),
    '## Distributions',
    'How `VERSION_ID` of os-release becomes the release that advisories name, and the last day of free security support of each.',
    table(
      ['id', 'os-release ID', 'release', 'package database', 'end of life'],
      distributions.map(({ id, distribution }) => [
        code(id),
        distribution?.osReleaseIds.map(code).join(', ') ?? '',
        distribution?.release ?? '',
        distribution?.packageManager ?? '',
        Object.entries(distribution?.endOfLife ?? {})
          .map(([release, day]) => `${release}: ${day}`)
          .join(', '),
      ]),
    ),
  );
}
