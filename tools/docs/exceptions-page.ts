import { type CaseSuite } from '../../test/cases/case-suite.ts';
import { caseSuites } from '../../test/cases/case-suites.ts';
import { code, page, table } from './markdown.ts';

export function exceptionsPage(): string {
  return page(
    'Cases of other projects',
    'test/cases/',
    'Other projects publish what their own tests feed them and what must come out. Pratique is held to those cases too. They are not part of this project; `npm run cases` runs them where they lie beside it, with a line for each suite.',
    table(
      ['suite', 'from', 'cases', 'exceptions'],
      caseSuites.map(({ title, from, count, exceptions }) => [
        title,
        from,
        count.toLocaleString('en'),
        Object.keys(exceptions).length.toLocaleString('en'),
      ]),
    ),
    '## Exceptions',
    'Where Pratique answers something else on purpose, and why.',
    ...caseSuites.filter(({ exceptions }) => Object.keys(exceptions).length > 0).map(suiteSection),
  );
}

function suiteSection({ title, exceptions }: CaseSuite): string {
  const byReason = new Map<string, string[]>();
  for (const [name, { why }] of Object.entries(exceptions)) byReason.set(why, [...(byReason.get(why) ?? []), name]);
  return [
    `### ${title[0]!.toUpperCase()}${title.slice(1)}`,
    table(
      ['case', 'why'],
      [...byReason].map(([why, names]) => [names.map((name) => code(name || '(empty)')).join(', '), why]),
    ),
  ].join('\n\n');
}
