import { describe, expect, it } from 'vitest';
import { readSbom } from './read-sbom.ts';

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** What is read of a document: packages in a few words, the distribution, and the codes of what it leaves open. */
function tell(document: unknown): unknown {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const { target, packages, issues } = readSbom(Buffer.from(text), { name: 'app.json', evidence: 'declared' });
  return {
    distribution: target.distribution === undefined ? undefined : `${target.distribution.id} ${target.distribution.release ?? '?'}`,
    packages: packages.map(({ ecosystem, release = '', name, version = '', source, locations: [location], layerIndex }) =>
      [
        `${ecosystem}@${release}`,
        name,
        version,
        source === undefined ? '-' : `${source.name} ${source.version}`,
        location?.path,
        layerIndex,
      ].join(' | '),
    ),
    issues: issues.map(({ code }) => code),
  };
}

const cycloneDx = (components: readonly unknown[], more: object = {}): object => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components,
  ...more,
});
const property = (name: string, value: string): object => ({ name, value });

describe('documents in the style of other producers', () => {
  it('Trivy: epochs in a qualifier, source packages and layers in properties', () => {
    const document = cycloneDx(
      [
        { 'bom-ref': 'os', type: 'operating-system', name: 'debian', version: '12.5' },
        {
          'bom-ref': 'a',
          type: 'library',
          name: 'passwd',
          version: '1:4.13+dfsg1-1',
          purl: 'pkg:deb/debian/passwd@4.13%2Bdfsg1-1?arch=amd64&distro=debian-12.5&epoch=1',
          properties: [
            property('aquasecurity:trivy:SrcName', 'shadow'),
            property('aquasecurity:trivy:SrcVersion', '4.13+dfsg1'),
            property('aquasecurity:trivy:SrcRelease', '1'),
            property('aquasecurity:trivy:SrcEpoch', '1'),
            property('aquasecurity:trivy:LayerDiffID', sha('b')),
          ],
        },
        { 'bom-ref': 'b', type: 'library', name: 'x', version: '1', purl: 'pkg:npm/x@1', properties: [property('aquasecurity:trivy:FilePath', 'app/x/package.json')] },
      ],
      { metadata: { component: { type: 'container', name: 'app', properties: [property('aquasecurity:trivy:DiffID', sha('a')), property('aquasecurity:trivy:DiffID', sha('b'))] } } },
    ); // prettier-ignore
    expect(tell(document)).toEqual({
      distribution: 'debian 12',
      packages: ['debian@12 | passwd | 1:4.13+dfsg1-1 | shadow 1:4.13+dfsg1-1 | app.json | 1', 'npm@ | x | 1 | - | app/x/package.json | 0'],
      issues: ['SBOM_INCOMPLETE'],
    });
  });

  it('Syft, CycloneDX: upstream in the purl, locations in properties', () => {
    const document = cycloneDx([
      { 'bom-ref': 'os', type: 'operating-system', name: 'alpine', version: '3.20.3', properties: [property('syft:distro:id', 'alpine'), property('syft:distro:versionID', '3.20.3')] },
      {
        'bom-ref': 'a',
        type: 'library',
        name: 'libcrypto3',
        version: '3.3.2-r0',
        purl: 'pkg:apk/alpine/libcrypto3@3.3.2-r0?arch=x86_64&distro=alpine-3.20.3&upstream=openssl',
        properties: [property('syft:location:0:path', '/lib/apk/db/installed'), property('syft:location:0:layerID', sha('a'))],
      },
    ]); // prettier-ignore
    expect(tell(document)).toEqual({
      distribution: 'alpine 3.20',
      packages: ['alpine@3.20 | libcrypto3 | 3.3.2-r0 | openssl 3.3.2-r0 | lib/apk/db/installed | 0'],
      issues: ['SBOM_INCOMPLETE'],
    });
  });

  it('cdxgen: a code name in distro, no operating-system component, no source packages', () => {
    const document = cycloneDx([
      {
        'bom-ref': 'a',
        type: 'library',
        group: 'debian',
        name: 'bash',
        version: '5.2.15-2',
        purl: 'pkg:deb/debian/bash@5.2.15-2?arch=amd64&distro=bookworm',
      },
    ]);
    expect(tell(document)).toEqual({
      distribution: 'debian 12',
      packages: ['debian@12 | bash | 5.2.15-2 | bash 5.2.15-2 | app.json | 0'],
      issues: ['SBOM_SOURCES_MISSING', 'SBOM_INCOMPLETE'],
    });
  });

  it('Docker Scout: os_name and os_version, in SPDX inside an in-toto statement as BuildKit stores it', () => {
    const predicate = {
      SPDXID: 'SPDXRef-DOCUMENT',
      spdxVersion: 'SPDX-2.3',
      name: 'app',
      packages: [
        { SPDXID: 'SPDXRef-a', name: 'bash', versionInfo: '5.2.15-2', externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:deb/debian/bash@5.2.15-2?os_distro=bookworm&os_name=debian&os_version=12' }] },
      ],
    }; // prettier-ignore
    const statement = { _type: 'https://in-toto.io/Statement/v0.1', predicateType: 'https://spdx.dev/Document', subject: [{ name: 'app', digest: { sha256: 'c'.repeat(64) } }], predicate };
    const expected = { distribution: 'debian 12', packages: ['debian@12 | bash | 5.2.15-2 | bash 5.2.15-2 | app.json | 0'], issues: ['SBOM_SOURCES_MISSING', 'SBOM_INCOMPLETE'] };
    expect(tell(statement)).toEqual(expected);
    const envelope = { payloadType: 'application/vnd.in-toto+json', payload: Buffer.from(JSON.stringify(statement)).toString('base64'), signatures: [] };
    expect(tell(envelope)).toEqual(expected);
    expect(tell({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: envelope })).toEqual(expected);
    const { target } = readSbom(Buffer.from(JSON.stringify(envelope)), { name: 'a', evidence: 'declared' });
    expect(target.manifestDigest).toBe(sha('c'));
  }); // prettier-ignore

  it('Microsoft: SPDX 2.2 with a root package of a type that no package manager has', () => {
    const reference = (locator: string): object[] => [{ referenceCategory: 'PACKAGE_MANAGER', referenceType: 'purl', referenceLocator: locator }];
    const document = {
      files: [],
      packages: [
        { SPDXID: 'SPDXRef-Package-1', name: 'Newtonsoft.Json', versionInfo: '12.0.3', externalRefs: reference('pkg:nuget/Newtonsoft.Json@12.0.3') },
        { SPDXID: 'SPDXRef-RootPackage', name: 'app', versionInfo: '1', externalRefs: reference('pkg:swid/Contoso/app@1?tag_id=1') },
      ],
      relationships: [{ relationshipType: 'DESCRIBES', spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: 'SPDXRef-RootPackage' }],
      spdxVersion: 'SPDX-2.2',
      SPDXID: 'SPDXRef-DOCUMENT',
      documentDescribes: ['SPDXRef-RootPackage'],
    };
    // An SBOM's own root is not a package that was missed, whatever type its purl has.
    expect(tell(document)).toEqual({ distribution: undefined, packages: ['nuget@ | Newtonsoft.Json | 12.0.3 | - | app.json | 0'], issues: ['SBOM_INCOMPLETE'] });
  }); // prettier-ignore

  it('Tern: packages without purls are counted, never dropped', () => {
    const document =
      'SPDXVersion: SPDX-2.2\nSPDXID: SPDXRef-DOCUMENT\n\nPackageName: busybox\nSPDXID: SPDXRef-busybox\nPackageVersion: 1.31.1-r19\n\nPackageName: musl\nSPDXID: SPDXRef-musl\n';
    expect(tell(document)).toEqual({ distribution: undefined, packages: [], issues: ['SBOM_PACKAGES_UNIDENTIFIED', 'SBOM_INCOMPLETE'] });
  });

  it('Syft JSON: metadata, ownership and layers', () => {
    const document = {
      artifacts: [
        { id: 'a', name: 'python3-six', version: '1.16.0-4', type: 'deb', purl: 'pkg:deb/debian/python3-six@1.16.0-4?arch=all&distro=debian-12', locations: [{ path: '/var/lib/dpkg/status', layerID: sha('b') }], licenses: ['MIT'], metadata: { source: 'six', sourceVersion: '' } },
        { id: 'b', name: 'six', version: '1.16.0', type: 'python', purl: 'pkg:pypi/six@1.16.0', locations: [{ path: '/usr/lib/python3/dist-packages/six.egg-info' }], licenses: [{ value: 'MIT', spdxExpression: 'MIT' }] },
      ],
      artifactRelationships: [{ parent: 'a', child: 'b', type: 'ownership-by-file-overlap' }, { parent: 'b', child: 'a', type: 'dependency-of' }],
      source: { id: 'x', name: 'app', version: '', type: 'image', metadata: { layers: [{ digest: sha('a') }, { digest: sha('b') }] } },
      distro: { id: 'debian', versionID: '12' },
      descriptor: { name: 'syft', version: '1.38.0' },
      schema: { version: '16.1.0', url: '' },
    }; // prettier-ignore
    const { packages } = readSbom(Buffer.from(JSON.stringify(document)), { name: 'app.json', evidence: 'declared' });
    expect(packages.map(({ name, source, layerIndex, licenses, ownedBy, dependencies }) => ({ name, source, layerIndex, licenses, ownedBy, dependencies }))).toEqual([
      { name: 'python3-six', source: { name: 'six', version: '1.16.0-4' }, layerIndex: 1, licenses: ['MIT'], ownedBy: undefined, dependencies: [packages[1]!.id] },
      { name: 'six', source: undefined, layerIndex: 0, licenses: ['MIT'], ownedBy: packages[0]!.id, dependencies: [] },
    ]);
  }); // prettier-ignore

  it('SPDX in YAML', () => {
    const document =
      'spdxVersion: "SPDX-2.3"\nSPDXID: SPDXRef-DOCUMENT\npackages:\n- SPDXID: SPDXRef-a\n  name: x\n  versionInfo: "1.0"\n  externalRefs:\n  - referenceCategory: PACKAGE-MANAGER\n    referenceType: purl\n    referenceLocator: pkg:npm/x@1.0\n';
    expect(tell(document)).toEqual({
      distribution: undefined,
      packages: ['npm@ | x | 1.0 | - | app.json | 0'],
      issues: ['SBOM_INCOMPLETE'],
    });
  });
});

describe('package URLs are repaired', () => {
  const system = { type: 'operating-system', name: 'ubuntu', version: '22.04' };
  it.each<[purl: string, version: string | undefined, expected: string]>([
    ['pkg:deb/bash@5.1-6ubuntu1', undefined, 'pkg:deb/ubuntu/bash@5.1-6ubuntu1?distro=ubuntu-22.04'],
    ['pkg:deb/ubuntu/bash', '5.1-6ubuntu1', 'pkg:deb/ubuntu/bash@5.1-6ubuntu1?distro=ubuntu-22.04'],
    ['pkg:deb/ubuntu/passwd@4.8.1', '1:4.8.1', 'pkg:deb/ubuntu/passwd@1:4.8.1?distro=ubuntu-22.04'],
    ['PKG:NPM/@types/node@18.0.0', undefined, 'pkg:npm/%40types/node@18.0.0'],
    [' pkg:npm/x@1.0.0 ', undefined, 'pkg:npm/x@1.0.0'],
    ['pkg:pypi/Zope.Interface@5%', undefined, 'pkg:pypi/zope.interface@5%25'],
    ['pkg:maven/org.x/y@1?type=jar&type=war&=z', undefined, 'pkg:maven/org.x/y@1?type=jar'],
    [
      'pkg:rpm/fedora/dnf@0:4.1-1.fc40?arch=noarch&distro=fedora-40',
      undefined,
      'pkg:rpm/fedora/dnf@4.1-1.fc40?arch=noarch&distro=fedora-40',
    ],
    ['pkg:rpm/centos/dbus@1.12.8-18.el8?epoch=1&distro=centos-8', undefined, 'pkg:rpm/centos/dbus@1.12.8-18.el8?distro=centos-8&epoch=1'],
  ])('%s', (purl, version, expected) => {
    const document = cycloneDx([system, { type: 'library', name: 'x', ...(version === undefined ? {} : { version }), purl }]);
    const { packages } = readSbom(Buffer.from(JSON.stringify(document)), { name: 'a', evidence: 'declared' });
    expect(packages.map((found) => found.purl)).toEqual([expected]);
  });
});

it('believes nothing that a document inside an image says of its own evidence', () => {
  const document = cycloneDx([
    { type: 'library', name: 'x', version: '1', purl: 'pkg:npm/x@1', properties: [property('pratique:evidence', 'installed')] },
  ]);
  const read = (evidence: 'declared' | 'claimed'): unknown =>
    readSbom(Buffer.from(JSON.stringify(document)), { name: 'a', evidence }).packages.map((found) => found.evidence);
  expect([read('claimed'), read('declared')]).toEqual([['claimed'], ['installed']]);
});
