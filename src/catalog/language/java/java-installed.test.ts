import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { zipOf, type ZipContent } from '../../../../test/support/zip-builder.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { identifyArchive } from './java-identity.ts';
import { javaInstalled } from './java-installed.ts';
import { type Artifact } from './merge-poms.ts';

const properties = (group: string, artifact: string, version: string): ZipContent => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  content: `#Created by Maven\ngroupId=${group}\nartifactId=${artifact}\nversion = ${version}\n`,
});
const pom = (folder: string, body: string): ZipContent => ({
  name: `META-INF/maven/${folder}/pom.xml`,
  content: `<project>${body}</project>`,
});
const manifest = (...lines: readonly string[]): ZipContent => ({
  name: 'META-INF/MANIFEST.MF',
  content: `${['Manifest-Version: 1.0', ...lines].join('\r\n')}\r\n`,
});
const code = (name: string): ZipContent => ({ name, content: 'x'.repeat(200), method: 0 });

function catalog(files: MemoryLayer): Catalog {
  return catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

/** Evidence, name, version and place of every Java package, and codes of issues. */
function found(files: MemoryLayer): readonly string[] {
  const { packages, issues } = catalog(files);
  return [
    ...packages
      .filter(({ ecosystem }) => ecosystem === 'maven')
      .map(({ evidence, name, version = '-', locations }) => `${evidence} ${name} ${version} ${locations[0]!.path}`),
    ...issues
      .filter(({ code: issueCode }) => issueCode !== 'NO_DISTRIBUTION')
      .map(({ code: issueCode, message }) => `${issueCode} ${message}`),
  ];
}

/** What one archive of this name is: name and version, then what is in it besides. */
function identified(fileName: string, ...entries: readonly ZipContent[]): readonly string[] {
  return found({ [`app/${fileName}`]: zipOf(entries) }).map((line) => line.replace(` app/${fileName}`, ''));
}

describeCataloger(javaInstalled, {
  'app/snakeyaml-1.33.jar': zipOf([properties('org.yaml', 'snakeyaml', '1.33'), code('org/yaml/snakeyaml/Yaml.class')]),
  'usr/share/jenkins/git.hpi': zipOf([manifest('Group-Id: org.jenkins-ci.plugins', 'Short-Name: git', 'Plugin-Version: 5.2.0')]),
});

describe('what a Java archive is', () => {
  it.each<[string, string, readonly ZipContent[], readonly string[]]>([
    ['its pom.properties', 'snakeyaml-1.33.jar', [properties('org.yaml', 'snakeyaml', '1.33')], ['file org.yaml:snakeyaml 1.33']],
    [
      'what its name says, where the manifest is that of an artifact which it took in',
      'hadoop-client-runtime-3.3.4.jar',
      [
        manifest('Implementation-Title: Shaded Protobuf', 'Implementation-Version: 1.1.1', 'Implementation-Vendor-Id: org.a.thirdparty'),
        properties('org.a.thirdparty', 'shaded-protobuf', '1.1.1'),
        properties('com.google.guava', 'guava', '30.1.1-jre'),
      ],
      ['file hadoop-client-runtime 3.3.4', 'vendored com.google.guava:guava 30.1.1-jre', 'vendored org.a.thirdparty:shaded-protobuf 1.1.1'],
    ],
    [
      'a day in its name',
      'closure-compiler-v20230802.jar',
      [manifest('Main-Class: com.google.javascript.jscomp.CommandLineRunner'), code('com/google/javascript/jscomp/A.class')],
      ['file closure-compiler v20230802'],
    ],
    [
      'the pom that fits its name',
      'client-2.8.jar',
      [properties('a.b', 'client', '2.8'), properties('org.yaml', 'snakeyaml', '1.27')],
      ['file a.b:client 2.8', 'vendored org.yaml:snakeyaml 1.27'],
    ],
    [
      'the pom that fits with a classifier',
      'epoll-4.1.Final-linux-x86_64.jar',
      [properties('io.netty', 'epoll', '4.1.Final'), properties('io.netty', 'common', '4.1.Final')],
      ['file io.netty:epoll 4.1.Final', 'vendored io.netty:common 4.1.Final'],
    ],
    ['its only pom, whatever the file is called', 'app.jar', [properties('com.acme', 'shop', '1.2.3')], ['file com.acme:shop 1.2.3']],
    [
      'its manifest, where its only pom is of something shaded',
      'foo-2.0.jar',
      [
        manifest('Implementation-Title: foo', 'Implementation-Version: 2.0', 'Implementation-Vendor-Id: com.acme.foo'),
        properties('org.yaml', 'snakeyaml', '1.27'),
      ],
      ['file com.acme.foo:foo 2.0', 'vendored org.yaml:snakeyaml 1.27'],
    ],
    [
      'its pom, and those that shading moved elsewhere',
      'gizmo-1.1.jar',
      [
        properties('io.quarkus.gizmo', 'gizmo', '1.1'),
        { ...properties('org.yaml', 'snakeyaml', '1.27'), name: 'shaded/yaml/pom.properties' },
        { ...properties('', '', ''), name: 'other/pom.properties' },
      ],
      ['file io.quarkus.gizmo:gizmo 1.1', 'vendored org.yaml:snakeyaml 1.27'],
    ],
    [
      'what its file is called, where its only pom is of something shaded',
      'kafka-clients-4.4.0.jar',
      [properties('commons-net', 'commons-net', '3.13.0'), code('org/apache/kafka/clients/A.class')],
      ['file org.apache.kafka:kafka-clients 4.4.0', 'vendored commons-net:commons-net 3.13.0'],
    ],
    [
      'its manifest, whose vendor is no group',
      'commons-chain-1.1.jar',
      [manifest('Implementation-Vendor-Id: org.apache', 'Implementation-Version: 1.1')],
      ['file commons-chain 1.1'],
    ],
    [
      'its pom.xml with group and version of its parent',
      'child-2.0.jar',
      [
        pom(
          'com.kit/child',
          '<parent><groupId>com.kit</groupId><artifactId>kit</artifactId><version>2.0</version></parent><artifactId>child</artifactId>',
        ),
      ],
      ['file com.kit:child 2.0'],
    ],
    [
      'its pom.xml with a version that only its build knows',
      'child-2.1.jar',
      [pom('com.kit/child', '<groupId>com.kit</groupId><artifactId>child</artifactId><version>${revision}</version>')],
      ['file com.kit:child 2.1'],
    ],
    [
      'a bundle',
      'org.eclipse.core.linux.x86_64_1.4.0.v2021-0000.jar',
      [manifest('Bundle-SymbolicName: org.eclipse.core.linux.x86_64; sin', ' gleton:=true', 'Bundle-Version: 1.4.0.v2021-0000')],
      ['file org.eclipse.core.linux.x86_64 1.4.0.v2021-0000'],
    ],
    [
      'a bundle whose version OSGi rewrote',
      'guava-31.1-jre.jar',
      [manifest('Bundle-SymbolicName: com.google.guava', 'Bundle-Version: 31.1.0.jre')],
      ['file guava 31.1-jre'],
    ],
    [
      'a plugin of Jenkins',
      'git.hpi',
      [manifest('Group-Id: org.jenkins-ci.plugins', 'Short-Name: git', 'Plugin-Version: 5.2.0 (private-abc)')],
      ['file org.jenkins-ci.plugins:git 5.2.0'],
    ],
    [
      'a bundle of NiFi',
      'nifi-x.nar',
      [manifest('Nar-Group: org.apache.nifi', 'Nar-Id: nifi-x-nar', 'Nar-Version: 1.23')],
      ['file org.apache.nifi:nifi-x-nar 1.23'],
    ],
    [
      'a known artifact with classes of its group',
      'spring-core-5.3.31.jar',
      [manifest('Implementation-Title: spring-core', 'Implementation-Version: 5.3.31'), code('org/springframework/core/A.class')],
      ['file org.springframework:spring-core 5.3.31'],
    ],
    [
      'a known artifact under another name',
      'catalina.jar',
      [manifest('Bundle-SymbolicName: org.apache.tomcat-catalina', 'Implementation-Version: 9.0.83'), code('org/apache/catalina/A.class')],
      ['file org.apache.tomcat:tomcat-catalina 9.0.83'],
    ],
    ['a stranger of the same name', 'spring-core-5.3.31.jar', [code('com/evil/A.class')], ['file spring-core 5.3.31']],
    ['the name of its file', 'akka-actor_2.13-2.6.20.jar', [code('org/other/A.class')], ['file akka-actor_2.13 2.6.20']],
    ['the name of its file, with a number in it', 'log4j-1.2-api-2.17.1.jar', [code('org/other/A.class')], ['file log4j-1.2-api 2.17.1']],
  ])('%s', (_name, fileName, entries, lines) => expect([...identified(fileName, ...entries)].sort()).toEqual(lines));

  it.each<[string, string, readonly ZipContent[]]>([
    ['an application without a version', 'app.jar', [manifest('Main-Class: com.acme.Shop'), code('com/acme/Shop.class')]],
    ['a web application', 'shop.war', [code('WEB-INF/classes/com/acme/Shop.class')]],
    ['sources', 'foo-1.0-sources.jar', [{ name: 'com/foo/A.java', content: 'class A {}' }]],
    ['no classes', 'images.jar', [{ name: 'a.png', content: 'x'.repeat(200) }]],
  ])('no package: %s', (_name, fileName, entries) => expect(identified(fileName, ...entries)).toEqual([]));

  it('is the project’s own, where Spring Boot packed it and nothing gives its group', () => {
    const { packages, issues } = catalog({
      'app/demo-1.0.jar': zipOf([manifest('Start-Class: com.acme.Demo', 'Implementation-Title: demo', 'Implementation-Version: 1.0')]),
    });
    expect(packages.map(({ purl, isOwn, candidates }) => [purl, isOwn, candidates])).toEqual([['pkg:generic/demo@1.0', true, undefined]]);
    expect(issues).toEqual([]);
  });

  it('is the one of its poms that its manifest names', () => {
    expect(
      identified(
        'app.jar',
        manifest('Implementation-Title: shop', 'Implementation-Version: 1.2'),
        properties('com.acme', 'shop', '1.2'),
        properties('org.yaml', 'snakeyaml', '1.27'),
      ),
    ).toEqual(['file com.acme:shop 1.2', 'vendored org.yaml:snakeyaml 1.27']);
  });

  it('is matched under candidate names where a plugin does not say its group', () => {
    const [plugin] = catalog({
      'git.hpi': zipOf([manifest('Short-Name: git', 'Plugin-Version: 5.2.0'), code('org/jenkinsci/git/A.class')]),
    }).packages;
    expect(plugin!.candidates?.map(({ name }) => name)).toContain('org.jenkinsci:git');
  });

  it('is an issue where nothing says it', () => {
    expect(
      found({
        'lib/x.jar': zipOf([code('a/b/C.class')]),
        'lib/y.ear': zipOf([
          { name: 'a.jar', content: zipOf([code('a/b/C.class')]) },
          { name: 'b.jar', content: zipOf([code('a/b/C.class')]) },
        ]),
      }),
    ).toEqual([
      'ARTIFACT_UNIDENTIFIED lib/x.jar has neither Maven coordinates nor a version',
      'ARTIFACT_UNIDENTIFIED lib/y.ear!/a.jar (and 1 more inside lib/y.ear) has neither Maven coordinates nor a version',
    ]);
  });

  it('is an issue where it cannot be read', () => {
    expect(found({ 'lib/x.jar': 'not an archive; '.repeat(20) })).toEqual([
      'ARCHIVE_UNREADABLE lib/x.jar has no end record: it is truncated, or not a zip archive',
    ]);
  });

  it('is kept with every other answer', () => {
    const [guava, guessed] = catalog({
      'lib/snakeyaml-1.5.jar': zipOf([properties('org.yaml', 'snakeyaml', '1.33')]),
      'lib/x-1.jar': zipOf([manifest('Automatic-Module-Name: com.acme.x', 'Implementation-Version: 1'), code('com/acme/x/y/A.class')]),
    }).packages;
    expect(guava!.candidates).toEqual([
      { by: 'pom.properties', name: 'org.yaml:snakeyaml', version: '1.33' },
      { by: 'file name', name: 'snakeyaml', version: '1.5' },
    ]);
    expect(guessed!.candidates).toEqual([
      { by: 'manifest', name: 'x', version: '1' },
      { by: 'file name', name: 'x', version: '1' },
      { by: 'content', name: 'x:x', version: '1' },
      { by: 'content', name: 'com.acme.x:x', version: '1' },
      { by: 'content', name: 'com.acme:x', version: '1' },
    ]);
  });
});

describe('the index of SHA-1 sums', () => {
  const fact = { inside: [], sha1: 'aa', poms: [], folders: [], hasClasses: true, problems: [] };
  const bySha1 = (sha1: string): Artifact | undefined =>
    sha1 === 'aa' ? { group: 'org.acme', artifact: 'x', version: '2', licenses: [] } : undefined;
  const named = { group: 'org.acme', artifact: 'x', version: '2', licenses: [] };
  it('names what neither a pom nor a manifest does, before the file name', () => {
    expect(identifyArchive(fact, 'y-1.jar', bySha1).artifact).toEqual(named);
    expect(identifyArchive({ ...fact, sha1: 'bb' }, 'y-1.jar', bySha1).artifact?.artifact).toBe('y');
  });

  it('does not contradict a manifest that names another artifact', () => {
    const manifested = { ...fact, manifest: { 'implementation-title': 'z', 'implementation-version': '3' } };
    const { artifact, candidates } = identifyArchive(manifested, 'y.jar', bySha1);
    expect([artifact?.artifact, candidates[1]]).toEqual(['z', { by: 'sha1', name: 'org.acme:x', version: '2' }]);
  });

  it('gives the group that a manifest leaves out', () => {
    const manifested = { ...fact, manifest: { 'implementation-title': 'x', 'implementation-version': '2' } };
    expect(identifyArchive(manifested, 'x.jar', bySha1)).toMatchObject({
      artifact: named,
      candidates: [{ by: 'manifest' }, { by: 'sha1' }],
    });
  });
});

describe('archives inside archives', () => {
  const library = zipOf([properties('org.yaml', 'snakeyaml', '1.33'), code('org/yaml/snakeyaml/Yaml.class')]);
  const shop = zipOf([properties('com.acme', 'shop', '1'), { name: 'BOOT-INF/lib/snakeyaml-1.33.jar', content: library, method: 0 }]);

  it('are packages at their place in the file, carried by the nearest around them', () => {
    const { packages } = catalog({ 'srv/suite.ear': zipOf([{ name: 'shop.jar', content: shop }]) });
    const id = 'pkg:maven/com.acme/shop@1 srv/suite.ear!/shop.jar';
    expect(packages.map(({ id: one, parent, locations }) => [one, parent, locations])).toEqual([
      [id, undefined, [{ path: 'srv/suite.ear!/shop.jar', layerIndex: 0 }]],
      [
        'pkg:maven/org.yaml/snakeyaml@1.33 srv/suite.ear!/shop.jar!/BOOT-INF/lib/snakeyaml-1.33.jar',
        id,
        [{ path: 'srv/suite.ear!/shop.jar!/BOOT-INF/lib/snakeyaml-1.33.jar', layerIndex: 0 }],
      ],
    ]);
  });

  it('belong to the distribution’s package that owns the file', () => {
    const { packages, issues } = catalog({
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'var/lib/dpkg/status': 'Package: shop\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n',
      'var/lib/dpkg/info/shop.list': '/.\n/usr/share/java/shop.jar\n/usr/share/java/broken.jar\n',
      'usr/share/java/shop.jar': shop,
      'usr/share/java/broken.jar': 'x'.repeat(300),
    });
    expect(packages.map(({ name, ownedBy }) => [name, ownedBy?.split(' ')[0]])).toEqual([
      ['shop', undefined],
      ['com.acme:shop', 'pkg:deb/debian/shop@1?arch=all&distro=debian-12'],
      ['org.yaml:snakeyaml', 'pkg:deb/debian/shop@1?arch=all&distro=debian-12'],
    ]);
    expect(issues).toEqual([]);
  });
});

describe('licences of Java archives', () => {
  const licensed = (...names: readonly string[]): ZipContent =>
    pom(
      'g/a',
      `<groupId>g</groupId><artifactId>a</artifactId><version>1</version><licenses>${names.map((name) => `<license>${name}</license>`).join('')}</licenses>`,
    );
  it.each<[string, readonly ZipContent[], readonly string[]]>([
    [
      'of its pom, as SPDX identifiers',
      [licensed('<name>The Apache Software License, Version 2.0</name>', '<url>https://opensource.org/licenses/MIT</url>')],
      ['Apache-2.0', 'MIT'],
    ],
    ['as written, where they name none', [licensed('<name>BSD</name>')], ['BSD']],
    [
      'of its manifest, where its pom has none',
      [licensed(), manifest('Bundle-License: https://www.apache.org/licenses/LICENSE-2.0.txt;link="x", "EPL-2.0"')],
      ['Apache-2.0', 'EPL-2.0'],
    ],
    ['none', [licensed(), manifest('Bundle-License: <<EXTERNAL>>')], []],
  ])('%s', (_name, entries, licenses) => expect(catalog({ 'a-1.jar': zipOf(entries) }).packages[0]!.licenses).toEqual(licenses));
});
