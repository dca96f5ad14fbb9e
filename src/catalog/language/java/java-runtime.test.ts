import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { goBinary } from '../../../../test/support/go-binary-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { zipOf } from '../../../../test/support/zip-builder.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { javaRuntime } from './java-runtime.ts';

const temurin =
  'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_RUNTIME_VERSION="21.0.4+7-LTS"\nJAVA_VERSION="21.0.4"\nSOURCE_REPO="https://example.com/jdk21u.git"\n';
const oracle = 'JAVA_VERSION="1.8.0_411"\nJAVA_RUNTIME_VERSION="1.8.0_411-b25"\nBUILD_TYPE="commercial"\n';

describeCataloger(javaRuntime, { 'opt/java/openjdk/release': temurin, 'usr/lib/jvm/jre/release': oracle });

function catalog(files: MemoryLayer): Catalog {
  return catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describe('Java runtimes', () => {
  it.each<[string, MemoryLayer, string]>([
    [
      'OpenJDK, with the number of its build',
      { 'opt/java/release': temurin },
      'pkg:generic/oracle/openjdk@21.0.4%2B7-LTS?repository_url=https:%2F%2Fexample.com%2Fjdk21u.git',
    ],
    ['Oracle’s development kit', { 'opt/java/release': oracle, 'opt/java/bin/javac': '' }, 'pkg:generic/oracle/jdk@1.8.0_411-b25'],
    ['Oracle’s runtime', { 'opt/java/release': oracle }, 'pkg:generic/oracle/jre@1.8.0_411-b25'],
    ['Zulu', { 'opt/java/release': 'IMPLEMENTOR="Azul Systems, Inc."\nJAVA_VERSION="17.0.1"\n' }, 'pkg:generic/azul/zulu@17.0.1'],
    ['GraalVM', { 'opt/java/release': 'GRAALVM_VERSION="22.3"\nJAVA_VERSION=17.0.5\n' }, 'pkg:generic/oracle/graalvm@17.0.5'],
  ])('are %s', (_name, files, purl) => {
    expect(catalog(files).packages.map((one) => [one.ecosystem, one.purl, one.evidence])).toEqual([['jvm', purl, 'file']]);
  });

  it('are no other file of that name, and an issue without a version', () => {
    expect(catalog({ 'etc/release': 'NAME="x"\n' }).packages).toEqual([]);
    expect(catalog({ 'x/release': 'JAVA_VERSION="unknown"\n' }).issues.map(({ code }) => code)).toContain('MANIFEST_UNREADABLE');
  });

  it('explain their own programs and archives, and nothing else', () => {
    const program = goBinary({ form: 'none', hasGoMark: false });
    const library = zipOf([
      {
        name: 'META-INF/MANIFEST.MF',
        content: 'Manifest-Version: 1.0\nImplementation-Title: Java Runtime Environment\nImplementation-Version: 1.8.0_411\n',
      },
    ]);
    const { packages, issues } = catalog({
      'opt/java/release': temurin,
      'opt/java/bin/java': program,
      'opt/java/lib/server/libjvm.so': program,
      'opt/java/lib/jrt-fs.jar': library,
      'opt/other': program,
    });
    expect(packages.map(({ name }) => name)).toEqual(['openjdk']);
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['PACKAGES_NOT_READ', 'opt/other']]);
  });
});
