import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { mavenProject } from './maven-project.ts';

const element = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}>${text}</${name}>`);
const gav = (text: string): string => {
  const [group, artifact, version] = text.split(':');
  return element('groupId', group) + element('artifactId', artifact) + element('version', version);
};
/** `group:artifact:version scope type classifier`. */
const dependency = (text: string): string => {
  const [name = '', scope, type, classifier] = text.split(' ');
  return element('dependency', gav(name) + element('scope', scope) + element('type', type) + element('classifier', classifier));
};
const dependencies = (...lines: readonly string[]): string => element('dependencies', lines.map(dependency).join(''));
const managed = (...lines: readonly string[]): string => element('dependencyManagement', dependencies(...lines));
const parent = (text: string, path?: string): string => element('parent', gav(text) + element('relativePath', path));
const project = (...parts: readonly string[]): string =>
  `<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">${parts.join('\n')}</project>`;

function catalog(files: MemoryLayer, isImage = false): Catalog {
  return catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage });
}

/** Name, version and marks of each package, and issues. */
function found(files: MemoryLayer): readonly string[] {
  const { packages, issues } = catalog(files);
  return [
    ...packages.map(({ name, version = '-', isOwn, isDirect, isDevelopment }) =>
      [
        name,
        version,
        ...(isOwn === true ? ['own'] : []),
        ...(isDirect === true ? ['direct'] : []),
        ...(isDevelopment === true ? ['dev'] : []),
      ].join(' '),
    ),
    ...issues.filter(({ code }) => code !== 'TRANSITIVE_DEPENDENCIES_UNKNOWN').map(({ code, message }) => `${code} ${message}`),
  ].sort();
}

describeCataloger(mavenProject, {
  'pom.xml': project(
    gav('g:app:1.0'),
    element('licenses', element('license', element('name', 'Apache 2.0'))),
    element('properties', element('v', '2.0')),
    dependencies('a:b:${v}', 'c:d:1 test'),
    managed('x:y:1'),
  ),
});

describe('a Maven project', () => {
  it('is listed with its licence, and what it asks for', () => {
    const { packages } = catalog({
      'app/pom.xml': project(
        gav('com.acme:shop:1.0'),
        element('licenses', element('license', element('name', 'The MIT License'))),
        dependencies('org.yaml:snakeyaml:1.33', 'junit:junit:4.13 test', 'javax:api:8 provided', 'n:native:1 runtime zip linux'),
      ),
    });
    expect(
      packages.map(({ purl, isOwn, isDirect, isDevelopment, licenses, dependencies: needs }) => [
        purl,
        isOwn,
        isDirect,
        isDevelopment,
        licenses,
        needs.length,
      ]),
    ).toEqual([
      ['pkg:generic/com.acme:shop@1.0', true, undefined, undefined, ['MIT'], 4],
      ['pkg:maven/javax/api@8', undefined, true, true, [], 0],
      ['pkg:maven/junit/junit@4.13', undefined, true, true, [], 0],
      ['pkg:maven/n/native@1?classifier=linux&type=zip', undefined, true, undefined, [], 0],
      ['pkg:maven/org.yaml/snakeyaml@1.33', undefined, true, undefined, [], 0],
    ]);
  });

  it('does not say what its dependencies need, which is an issue once for a whole build', () => {
    const { issues } = catalog({
      'pom.xml': project(gav('g:root:1'), element('packaging', 'pom'), element('modules', element('module', 'a')), dependencies('x:y:1')),
      'a/pom.xml': project(parent('g:root:1'), element('artifactId', 'a')),
    });
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ['TRANSITIVE_DEPENDENCIES_UNKNOWN', 'pom.xml names direct dependencies only; what these depend on was not scanned'],
    ]);
  });

  it('says so too where the parent of all does not list its modules', () => {
    const { issues } = catalog({
      'pom.xml': project(gav('g:root:1'), element('packaging', 'pom')),
      'a/pom.xml': project(parent('g:root:1'), element('artifactId', 'a'), dependencies('x:y:1')),
    });
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['TRANSITIVE_DEPENDENCIES_UNKNOWN', 'pom.xml']]);
  });

  it('is not read in an image, where archives show what was built', () => {
    expect(catalog({ 'app/pom.xml': project(gav('g:a:1'), dependencies('x:y:1')) }, true).packages).toEqual([]);
  });

  it.each<[string, MemoryLayer, readonly string[]]>([
    ['properties, of properties and of itself', { 'pom.xml': project(gav('g:a:1.${minor}'), element('properties', '<minor>2</minor><b.version>${project.version}-b</b.version>'), dependencies('${project.groupId}:b:${b.version}')) },
      ['g:a 1.2 own', 'g:b 1.2-b direct']],
    ['blanks around values', { 'pom.xml': project(gav('g:a:1'), dependencies('x:y:1').replace('>1<', '>\n 1 \n<')) }, ['g:a 1 own', 'x:y 1 direct']],
    ['an exact version in brackets', { 'pom.xml': project(gav('g:a:1'), dependencies('x:y:[1.5]')) }, ['g:a 1 own', 'x:y 1.5 direct']],
    ['managed versions and scopes', { 'pom.xml': project(gav('g:a:1'), managed('x:y:3 test', 'x:z:4 runtime'), dependencies('x:y', 'x:z:5')) },
      ['g:a 1 own', 'x:y 3 direct dev', 'x:z 5 direct']],
    ['the default profile', { 'pom.xml': project(gav('g:a:1'), element('profiles',
        element('profile', element('activation', '<activeByDefault>true</activeByDefault>') + element('properties', '<v>7</v>')) + element('profile', dependencies('not:here:1')))
        , dependencies('x:y:${v}')) }, ['g:a 1 own', 'x:y 7 direct']],
    ['its parent', { 'pom.xml': project(gav('g:root:9'), element('packaging', 'pom'), element('properties', '<v>7</v>'), managed('x:y:${v}', 'x:z:1'), dependencies('p:q:1')),
        'm/pom.xml': project(parent('g:root:9'), element('artifactId', 'm'), element('properties', '<v>8</v>'), dependencies('x:y')) },
      ['g:m 9 own', 'g:root 9 own', 'p:q 1 direct', 'x:y 8 direct']],
    ['a parent elsewhere in the tree', { 'parents/base/pom.xml': project(gav('g:base:9'), element('packaging', 'pom'), managed('x:y:1')), 'm/pom.xml': project(parent('g:base:9', ''), element('artifactId', 'm'), dependencies('x:y')) },
      ['g:base 9 own', 'g:m 9 own', 'x:y 1 direct']],
    ['a list of versions in the tree', { 'bom/pom.xml': project(gav('g:bom:1'), element('packaging', 'pom'), managed('x:y:1', 'x:z:1')), 'pom.xml': project(gav('g:a:1'), managed('x:z:2', 'g:bom:1 import pom'), dependencies('x:y', 'x:z')) },
      ['g:a 1 own', 'g:bom 1 own', 'x:y 1 direct', 'x:z 2 direct']],
    ['another module', { 'a/pom.xml': project(gav('g:a:1'), dependencies('g:b:${revision}')), 'b/pom.xml': project(gav('g:b:1')) }, ['g:a 1 own', 'g:b - own', 'g:b 1 own']],
    ['no template of a project', { 'src/main/resources/archetype-resources/pom.xml': project(gav('${groupId}:a:1'), dependencies('x:y:${z}')), 'pom.xml': project(gav('g:a:1')) }, ['g:a 1 own']],
  ])('takes %s', (_name, files, lines) => expect(found(files)).toEqual(lines)); // prettier-ignore

  it.each<[string, MemoryLayer, readonly string[]]>([
    ['a version of a parent that is not there', { 'pom.xml': project(parent('g:boot:3', ''), element('artifactId', 'a'), dependencies('x:y', 'x:z:${z}')) },
      ['DEPENDENCIES_NOT_PINNED pom.xml pins no version of x:y, x:z', 'g:a 3 own', 'x:y - direct', 'x:z - direct']],
    ['ranges and LATEST', { 'pom.xml': project(gav('g:a:1'), dependencies('x:y:[1.0,2.0)', 'x:z:LATEST')) },
      ['DEPENDENCIES_NOT_PINNED pom.xml pins no version of x:y, x:z', 'g:a 1 own', 'x:y - direct', 'x:z - direct']],
    ['a name', { 'pom.xml': project(gav('g:a:1'), dependencies('${nobody}:y:1')) }, ['LOCKFILE_UNREADABLE pom.xml has a dependency whose name is not known: ?:y', 'g:a 1 own']],
    ['a module', { 'pom.xml': project(gav('g:a:1'), element('modules', '<module>b</module><module>../../c</module>')) },
      ['LOCKFILE_UNREADABLE pom.xml has a module ../../c that is not there', 'LOCKFILE_UNREADABLE pom.xml has a module b that is not there', 'g:a 1 own']],
    ['a project', { 'pom.xml': '<html/>' }, ['LOCKFILE_UNREADABLE pom.xml is not a Maven project', 'NO_DISTRIBUTION no distribution, no package database and no packages were found']],
  ])('says that it does not know %s', (_name, files, lines) => expect(found(files)).toEqual(lines)); // prettier-ignore

  it('ends where parents or properties go in circles', () => {
    const files = {
      'pom.xml': project(
        parent('g:b:1', 'b'),
        element('artifactId', 'a'),
        element('properties', '<v>${w}</v><w>${v}</w><x>${y}${y}</x><y>${x}${x}</y>'),
        dependencies('x:y:${v}', 'x:z:${x}'),
      ),
      'b/pom.xml': project(parent('g:a:1'), element('artifactId', 'b')),
    };
    expect(found(files)).toEqual(expect.arrayContaining(['x:y - direct', 'x:z - direct']));
  });
});
