import { because, type CaseSuite } from './case-suite.ts';

export const osvAffected: CaseSuite = {
  title: 'OSV records: whether a version is affected',
  from: 'scalibr (Apache-2.0)',
  count: 103,
  exceptions: because('a package without a version is undecided, and an issue; scalibr says affected', [
    'the 8 records of a package without a version',
  ]),
};

export const purls: CaseSuite = {
  title: 'package URLs',
  from: 'the purl specification (MIT)',
  count: 276,
  exceptions: because('read, although it is not canonical: the validating rows on the same text ask for it to be read', [
    'parse "pkg:gem/jruby-launcher@1.1.2?Platform=java"',
    'parse "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25"',
  ]),
};

export const ociDocuments: CaseSuite = {
  title: 'OCI documents',
  from: 'the OCI image specification (Apache-2.0)',
  count: 37,
  exceptions: {},
};

export const cyclonedxDocuments: CaseSuite = {
  title: 'CycloneDX documents',
  from: 'the CycloneDX specification (Apache-2.0)',
  count: 418,
  exceptions: {},
};

export const reportedSboms: CaseSuite = { title: 'SBOMs that users reported', from: 'users of other scanners', count: 6, exceptions: {} };

export const reportedMatches: CaseSuite = {
  title: 'matches that users reported',
  from: 'users of other scanners',
  count: 8,
  exceptions: {},
};

export const sigstoreBundles: CaseSuite = {
  title: 'sigstore bundles',
  from: 'sigstore-conformance (Apache-2.0)',
  count: 37,
  exceptions: {},
};

/** With the code that refuses it. */
export const imageArchives: CaseSuite<string> = {
  title: 'image archives and layouts',
  from: 'Trivy, dockle, go-containerregistry, stereoscope, scalibr (Apache-2.0)',
  count: 25,
  exceptions: {
    'go-containerregistry-ocidir-test_gc_index': {
      why: 'three images under three names; skopeo refuses it as well',
      expected: 'TARGET_AMBIGUOUS',
    },
    'go-containerregistry-ocidir-test_index_media_type': {
      why: 'a Helm chart; the other project prints its manifest only',
      expected: 'NOT_AN_IMAGE',
    },
    'stereoscope-ocidir-valid_manifest': {
      why: 'it has no oci-layout, and its manifest is an empty file; the other project prints nothing',
      expected: 'LAYOUT_INVALID',
    },
    'go-containerregistry-test_bundle': { why: 'two images; the other project takes the first', expected: 'TARGET_AMBIGUOUS' },
  },
};

/** Fields that differ, or none at all. */
export const releaseFiles: CaseSuite<Partial<Record<'id' | 'prettyName' | 'version' | 'versionId', string | undefined>> | 'none'> = {
  title: 'release files of distributions',
  from: 'Claircore, Syft, snyk-docker-plugin (Apache-2.0)',
  count: 50,
  exceptions: {
    'syft-TestIdentifyRelease-busybox': { why: 'read out of the busybox executable, which is not a release file', expected: 'none' },
    'claircore-ubuntu-dist-11': { why: 'the folder is named Ubuntu 11, its file is Debian 11’s', expected: { id: 'debian' } },
    'claircore-osrelease-Silverblue': {
      why: 'Claircore puts the name and the variant together itself',
      expected: { prettyName: 'Fedora 30.20191008.1 (Workstation Edition)' },
    },
    'snyk-oraclelinux_6_9': { why: 'Snyk’s own name for ID=ol', expected: { id: 'ol' } },
    'snyk-oraclelinux_7_5': { why: 'Snyk’s own name for ID=ol', expected: { id: 'ol' } },
    'snyk-debian_unstable': { why: 'Snyk’s own version for Debian before a release', expected: { version: undefined } },
  },
};
