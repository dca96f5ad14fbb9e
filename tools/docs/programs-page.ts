import { programs } from '../../src/catalog/program/programs.ts';
import { code, page, table } from './markdown.ts';

export function programsPage(): string {
  return page(
    'Programs without a package',
    'src/catalog/program/',
    'Programs and libraries that people install without a package manager, such as `COPY --from=build /usr/local/bin/node /usr/local/bin/`, and whose version their own files tell. Files are recognised by their names, and versions by a text that only this program has; where a version cannot be told for certain, none is reported.',
    'A program that a package of the distribution owns is that package, and not reported a second time. Programs that are not in this list, and that no package owns, make a report incomplete (`PACKAGES_NOT_READ`).',
    'Advisories are those of the Bitnami vulnerability database, which lists upstream versions. Programs without advisories are packages of the report and of SBOMs, and the report says that nothing is known about them (`ADVISORIES_MISSING`). Java’s runtimes and Go programs are read in other ways: see [ecosystems](ecosystems.md).',
    table(
      ['program', 'files', 'for example', 'advisories'],
      programs.map(({ name, files, marks, advisoriesName }) => [
        name,
        code(files.source),
        [...new Set(marks.map(({ example }) => `${example.version} in ${code(example.file)}`))].join(', '),
        advisoriesName ?? 'none',
      ]),
    ),
  );
}
