import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { gradleLock } from './gradle-lock.ts';
import { sbtLock } from './sbt-lock.ts';
import { gradleVersionCatalog } from './version-catalog.ts';

const lockfile =
  '# This is a Gradle generated file\na.b:c:1.0=compileClasspath,testCompileClasspath\njunit:junit:4.13=testRuntimeClasspath\nempty=annotationProcessor\n';
const verification =
  '<?xml version="1.0"?><verification-metadata><configuration/><components><component group="a.b" name="c" version="1.0"><artifact name="c-1.0.jar"><sha256 value="00"/></artifact></component></components></verification-metadata>';
const sbt = JSON.stringify({
  lockVersion: 1,
  dependencies: [
    { org: 'org.typelevel', name: 'cats-core_2.13', version: '2.9.0', artifacts: [], configurations: ['compile', 'test'] },
    { org: 'org.scalatest', name: 'scalatest_2.13', version: '3.2', configurations: ['test'] },
  ],
});
const versions = `[versions]
b = "2.0"
range = { strictly = "[1.0, 2.0)" }
exact = { strictly = "3.0", prefer = "2" }
self = { ref = "self" }
[libraries]
one = "a.b:one:1.0"
two = { module = "a.b:two", version.ref = "b" }
three = { group = "a.b", name = "three", version = "1.5!!" }
four = { module = "a.b:four", version.ref = "exact" }
`;

describeCataloger(gradleLock, {
  'gradle.lockfile': lockfile,
  'app/buildscript-gradle.lockfile': 'a.b:c:1.0=classpath\n',
  'gradle/verification-metadata.xml': verification,
  'gradle/dependency-locks/runtimeClasspath.lockfile': 'a.b:c:1.0\n',
});
describeCataloger(sbtLock, { 'build.sbt.lock': sbt });
describeCataloger(gradleVersionCatalog, { 'gradle/libs.versions.toml': versions });

/** Name, version and marks of each package, and issues. */
function found(files: MemoryLayer): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: false });
  return [
    ...packages.map(({ name, version = '-', isDevelopment }) => `${name} ${version}${isDevelopment === true ? ' dev' : ''}`),
    ...issues.map(({ code, message }) => `${code} ${message}`),
  ];
}

describe('locked dependencies of Gradle and sbt', () => {
  it.each<[string, MemoryLayer, readonly string[]]>([
    ['a lock file of all configurations', { 'gradle.lockfile': lockfile }, ['a.b:c 1.0', 'junit:junit 4.13 dev']],
    [
      'Android’s configurations',
      {
        'gradle.lockfile':
          'a:b:1=debugUnitTestRuntimeClasspath,debugAndroidTestCompileClasspath\na:c:1=releaseRuntimeClasspath\na:d:1=kaptDebug\n',
      },
      ['a:b 1 dev', 'a:c 1', 'a:d 1 dev'],
    ],
    ['a lock file of a build script', { 'buildscript-gradle.lockfile': 'a:b:1=classpath\n' }, ['a:b 1 dev']],
    [
      'a lock file of one configuration',
      {
        'gradle/dependency-locks/testCompileClasspath.lockfile': 'a:b:1\n',
        'gradle/dependency-locks/runtimeClasspath.lockfile': 'a:c:2\n',
      },
      ['a:b 1 dev', 'a:c 2'],
    ],
    ['what a build verifies', { 'gradle/verification-metadata.xml': verification }, ['a.b:c 1.0']],
    ['the lock file of sbt', { 'build.sbt.lock': sbt }, ['org.scalatest:scalatest_2.13 3.2 dev', 'org.typelevel:cats-core_2.13 2.9.0']],
    ['a version catalog', { 'gradle/libs.versions.toml': versions }, ['a.b:four 3.0', 'a.b:one 1.0', 'a.b:three 1.5', 'a.b:two 2.0']],
    [
      'no version catalog beside a lock file',
      { 'gradle.lockfile': lockfile, 'gradle/libs.versions.toml': versions },
      ['a.b:c 1.0', 'junit:junit 4.13 dev'],
    ],
  ])('are those of %s', (_name, files, lines) => expect(found(files)).toEqual(lines));

  it.each<[string, MemoryLayer, readonly string[]]>([
    ['lines', { 'gradle.lockfile': 'a:b=x\na:b:1:2=x\na:b:1\na:b:[1,2)=x\na:c:1=x\n' }, ['a:c 1', 'LOCKFILE_UNREADABLE gradle.lockfile has 4 lines that are no locked dependencies']],
    ['components', { 'verification-metadata.xml': '<verification-metadata><components><component group="a"/><component group="a" name="b" version="1"/></components></verification-metadata>' },
      ['a:b 1', 'LOCKFILE_UNREADABLE verification-metadata.xml has 1 components without valid coordinates']],
    ['another document', { 'verification-metadata.xml': '<html/>' }, ['LOCKFILE_UNREADABLE verification-metadata.xml is not a list of verified dependencies', expect.stringContaining('NO_DISTRIBUTION')]],
    ['dependencies', { 'build.sbt.lock': '{"dependencies":[{"org":"a"},{"org":"a","name":"b","version":"1"}]}' }, ['a:b 1', 'LOCKFILE_UNREADABLE build.sbt.lock has 1 dependencies without valid coordinates']],
    ['libraries', { 'libs.versions.toml': '[libraries]\na = 1\nb = { module = "x:b" }\nc = { module = "x:c", version = { require = "[1,2)" } }\nd = "x:d:1.+"\n' },
      ['x:b -', 'x:c -', 'x:d -', 'LOCKFILE_UNREADABLE libs.versions.toml has 1 libraries without valid coordinates', 'DEPENDENCIES_NOT_PINNED libs.versions.toml pins no version of x:b, x:c, x:d']],
  ])('say what could not be read: %s', (_name, files, lines) => expect(found(files)).toEqual(lines)); // prettier-ignore
});
