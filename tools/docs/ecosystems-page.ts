import { type Ecosystem, type SupportDates } from '../../src/model/ecosystem-row.ts';
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
        row.osvName ?? '',
        `${row.advisoriesName} packages`,
      ]),
    ),
    '## Distributions',
    'How `VERSION_ID` of os-release becomes the release that advisories name. Derivatives are judged by the advisories of their row; where their packages may differ, an issue says so.',
    table(
      ['id', 'os-release ID', 'release', 'package database', 'derivatives'],
      distributions.map(({ id, distribution }) => [
        code(id),
        distribution?.osReleaseIds.map(code).join(', ') ?? '',
        distribution?.release ?? '',
        [distribution?.packageManager, distribution?.otherPackageManager].filter((manager) => manager !== undefined).join(', '),
        (distribution?.derivatives ?? [])
          .map(({ displayName, packages }) => `${displayName}${packages === 'changed' ? ' (packages may differ)' : ''}`)
          .join(', '),
      ]),
    ),
    '## End of life',
    'The last day of free security support. A report names the day, warns in the 90 days before it, and has an issue after it.',
    table(['distribution', 'last days', 'source'], distributions.flatMap(endOfLifeRows)),
  );
}

type DistributionRow = Pick<Ecosystem, 'displayName' | 'distribution'>;

function endOfLifeRows({ displayName, distribution }: DistributionRow): readonly (readonly string[])[] {
  const { support, paidSupport, derivatives = [] } = distribution ?? {};
  return [
    ...(support === undefined ? [] : [endOfLifeRow(displayName, support)]),
    ...(paidSupport === undefined ? [] : [endOfLifeRow(paidSupport.name, paidSupport)]),
    ...derivatives.flatMap((one) => (one.support === undefined ? [] : [endOfLifeRow(one.displayName, one.support)])),
  ];
}

function endOfLifeRow(name: string, { lastDays, source }: SupportDates): readonly string[] {
  const days = Object.entries(lastDays).map(([release, day]) => `${release}: ${day}`);
  return [name, days.join(', '), `<${source}>`];
}
