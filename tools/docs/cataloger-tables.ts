import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFileCataloger, type Cataloger, type PackageDetail } from '../../src/catalog/cataloger.ts';
import { catalogers } from '../../src/catalog/catalogers.ts';
import { ecosystem, ecosystemIds, packageManagerOf, type EcosystemId } from '../../src/model/ecosystem.ts';
import { type FileSelector } from '../../src/model/file-selector.ts';
import { code, table } from './markdown.ts';

/** What every cataloger reads, one table for operating systems and one for languages; `root` is the checkout, where their tests are. */
export function catalogerTables(root: string): readonly string[] {
  const tests = findTests(root);
  const isOfSystem = (cataloger: Cataloger): boolean => cataloger.ecosystems.some((id) => packageManagerOf(id) !== undefined);
  const [ofSystems, others] = [catalogers.filter(isOfSystem), catalogers.filter((one) => !isOfSystem(one))];
  return [
    '### Packages of operating systems',
    catalogerTable(ofSystems, tests),
    '### Packages of languages, and others',
    catalogerTable(others, tests),
  ];
}

function catalogerTable(rows: readonly Cataloger[], tests: ReadonlyMap<string, string>): string {
  return table(
    ['packages', 'files', 'evidence', 'dependencies', 'development marked', 'licences', 'owned files', 'also read', 'test'],
    rows.map((cataloger) => [
      describeEcosystems(cataloger.ecosystems),
      isFileCataloger(cataloger) ? describeSelector(cataloger.files) + whereRead(cataloger.isSourceOnly) : cataloger.reads,
      cataloger.evidence,
      ...(['dependencies', 'development', 'licenses', 'files'] satisfies PackageDetail[]).map((detail) => yesOrNo(cataloger, detail)),
      isFileCataloger(cataloger) ? (cataloger.companions ?? []).map(describeSelector).join(', ') : '',
      linkTest(cataloger.id, tests),
    ]),
  );
}

function whereRead(isSourceOnly: true | undefined): string {
  return isSourceOnly === true ? ' (source trees only)' : '';
}

function yesOrNo({ details }: Cataloger, detail: PackageDetail): string {
  return details.includes(detail) ? 'yes' : '';
}

/** A package manager by its own name: its database may be of any of its distributions. */
function describeEcosystems(ids: readonly EcosystemId[]): string {
  const managers = new Set(ids.map(packageManagerOf).filter((manager) => manager !== undefined));
  const languages = ecosystemIds.filter((id) => ids.includes(id) && packageManagerOf(id) === undefined);
  return [...managers, ...languages.map((id) => ecosystem(id).displayName)].join(', ');
}

function describeSelector({ paths = [], names = [], suffixes = [], inDirectories = [], inFolders = [] }: FileSelector): string {
  const patterns = [
    ...paths.map((path) => `/${path}`),
    ...names.map((name) => `**/${name}`),
    ...suffixes.map((suffix) => `**/*${suffix}`),
    ...inFolders.map(
      ({ under, parent, folder, file }) =>
        `${under === undefined ? '' : `/${under}/`}**/${parent === undefined ? '' : `${parent}/`}${folder}/${file}`,
    ),
    ...inDirectories.map(({ directory, suffix }) => `/${directory}/*${suffix}`),
  ];
  return patterns.map(code).join(', ');
}

function linkTest(id: string, tests: ReadonlyMap<string, string>): string {
  const path = tests.get(id);
  if (path === undefined) throw new Error(`no test calls describeCataloger for ${id}`);
  return `[${path.slice(path.lastIndexOf('/') + 1)}](../../${path})`;
}

/** By the id of the cataloger, the test that holds it to the contract. */
function findTests(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'src/catalog');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = files
    .sort()
    .map((file) => [`src/catalog/${file.replaceAll('\\', '/')}`, readFileSync(join(folder, file), 'utf8')] as const);
  const nameById = new Map<string, string>();
  for (const [, text] of texts) {
    for (const [, name, id] of text.matchAll(/^export const (\w+): \w+Cataloger = (?:\w+\()?\{\n {2}id: '([^']+)'/gm))
      nameById.set(id!, name!);
  }
  const testByName = new Map<string, string>();
  for (const [path, text] of texts) {
    for (const [, name] of text.matchAll(/^describeCataloger\((\w+), /gm)) testByName.set(name!, path);
  }
  return new Map([...nameById].flatMap(([id, name]) => (testByName.has(name) ? [[id, testByName.get(name)!] as const] : [])));
}
