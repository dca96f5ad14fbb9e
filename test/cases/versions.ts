import { type VersionSchemeId } from '../../src/model/version-scheme.ts';
import { because, type CaseSuite } from './case-suite.ts';

const from = 'dpkg, rpm, apk-tools, packaging, node-semver, Maven, RubyGems, Composer, scalibr, Grype and libraries of Aqua Security';

/** Versions in the rows that the ecosystem's own tool refuses, so ours must; a row with one of them on either side cannot be compared. */
export const refusedVersions: Readonly<Partial<Record<VersionSchemeId, readonly string[]>>> = {
  // apk-tools' apk_version_validate refuses them; its comparison goes as far as the damage.
  apk: [
    ...['1-r-0', '1-r-2', '0...1...0.r1', '0...1...0.r2', '0..8', '0...8', '0.8.21.r1', '0.8.21.r2', '1.2.0A', '1-r0-1', '1-r0-2'],
    ...['1-ruff1', '1-ruff2', '1.2_blah', '.1', '.2', 'b', 'c', '23_foo', '1.0bc', 'v1.5.0', 'V1.5.0'],
  ],
  // VersionParser::normalize throws on them.
  composer: [
    ...['3.0.0b1.post1', '3.0.0b1.post2', '3.0.0b2.post1', '3.0.0b2.post2', '3.2.0rc1.post1', '3.5.0.post1', '3.5.2.post1', '1.5.1.dev101'],
    ...['4.3-2', '4.3-2RC2', '4.3-2beta1', '4.3-2beta5', '1.2.3.#', '1.2.3.#.p3', '1.2.3.#.beta'],
    '999999999999999999999999999991.999999999999999999999999999991.999999999999999999999999999991',
    '999999999999999999999999999999.999999999999999999999999999991.999999999999999999999999999991',
  ],
  // dpkg warns that the version number does not start with a digit; what is no number would rank after every fix.
  deb: ['a-0', 'b-0'],
  // Not PEP 440: packaging 22 and later have no LegacyVersion.
  pep440: [
    ...['0.1-bulbasaur', '0.1-charmander', '0.9-doduo', '0.9-eevee', '0.9-fearow', '0.9-gyarados', '0.9-horsea', '0.9-ivysaur'],
    ...['2.0.1rc2-git', '0.7.4.svn.r2010', '0.0.1-test1', '4.11-final', '5.0-final', '2.0.0-final', '0.3.1-p1', '0.4.0-p1'],
    ...['2013-01-21T20:33:09+0100', '2013-01-23T17:11:52+0100', '2013-02-01T20:50:46+0100', '2013-02-02T19:59:03+0100'],
    ...['2013-02-02T20:23:17+0100', '2013-02-08T17:40:57+0000', '2013-03-27T16:32:26+0100', '2013-05-09T12:47:53+0200'],
    ...['2013-05-10T17:55:56+0200', '2013-07-19T09:11:08+0000', '2013-08-12T21:48:56+0200', '2013-09-11T19-27-10'],
    ...['0.7.10p1', '0.7.11p1', '0.7.11p2', '0.7.11p3', '0.8.1p1', '0.8.3p1', '0.8.4p1', '0.8.4p2', '0.8.6p1', '0.8.7p1'],
    ...['0.3m1', '0.3m2', '0.3m3', '0.3m4', '0.3m5', '0.4m1', '0.4m2', '0.4m4', '0.4m5', '0.5m1', '0.5m2', '0.5m3', '0.5m4', '0.5m5'],
    ...['0.6m1', '0.6m2', '0.6m6', '-class.-jw.util.version.Version-', '-class.-jw.util.version.version-pre'],
    ...['-class.-jw.util.version.version-preview', '-class.-jw.util.version.version-dev'],
  ],
  // rpmverParse makes nothing of an empty text.
  rpm: [''],
  // A tilde is no character of build metadata.
  semver: ['1.2.0-X-1.2.0+metadata~dist'],
};

/** Rows that say otherwise, by the reason. */
export const differing: Readonly<Record<string, readonly string[]>> = {
  'the order of an older Maven; 3.8.7 itself answers as we do': [
    'maven 1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3',
    'maven 2.9.0-1 < 2.9.0.RC1',
    'maven 1.1.31.sec10 < 1.1.31_noneautotype',
    'maven 1.1.34.sec10 < 1.1.34_noneautotype',
    'maven 1.1.46.sec10 < 1.1.46_noneautotype',
    'maven 1.2.8.sec10_noneautotype < 1.2.8_noneautotype',
    'maven 1.2.31.sec10 < 1.2.31_noneautotype',
    'maven 1.2.48.sec10 < 1.2.48_noneautotype',
    'maven 1.2.50.sec10 < 1.2.50_noneautotype',
    'maven 1.2.54.sec10 < 1.2.54_noneautotype',
    'maven 1.2.57.sec10 < 1.2.57_noneautotype',
    'maven 1.1.0-01-glassfish < 1.1.0.Beta1',
    'maven 1-1 = 1-ga-1',
    'maven 1-foo > 1.foo',
  ],
  'Maven 3.9 and 4 read X-1 as X1': ['maven 3.2.0rc2 < 3.2.0-rc.1', 'maven 1-1.foo-bar-1-baz-0.1 = 1-1.foo-bar1baz-.1'],
  'a rule of grype alone: jdk17 is no qualifier of Maven': ['maven 12.10.2.jdk17 = 12.10.2'],
  'compared by PHP as written; Composer adds the missing numbers and minds no case': [
    'composer v3.4 < v3.4.0-alpha',
    'composer v4-beta4 < v4.0-alpha',
    'composer v1.9.0-ALPHA.1 = v1.9.0-BETA.1',
    'composer v1.9.0-ALPHA.2 = v1.9.0-BETA.2',
  ],
  'a release on one side only: the version alone decides': ['rpm 1 < 1-1'],
  'rpm takes what follows a hyphen for the release': ['rpm 1.2.3a < 1-2-3-4'],
  'rpm always minds the epoch': ['rpm 2:4.19.01-1.el7_5 = 4.19.1-1.el7_5'],
};

export const comparisons: CaseSuite = {
  title: 'versions: which of two is newer',
  from,
  count: 43_752,
  exceptions: {
    ...Object.fromEntries(
      Object.entries(refusedVersions).flatMap(([scheme, versions]) =>
        versions.map((version) => [`${scheme} ${version}`, { why: 'the ecosystem’s own tool refuses this version' }]),
      ),
    ),
    ...Object.assign({}, ...Object.entries(differing).map(([why, rows]) => because(why, rows))),
  },
};

export const validity: CaseSuite = {
  title: 'versions: which are versions',
  from,
  count: 93,
  exceptions: {
    ...because('apk-tools 2 accepts it, and Alpine has such packages', ['apk 0.1a1']),
    ...because('dpkg warns of the underscore', ['deb 6.0-4.el6.x86_64']),
    ...because('blanks are trimmed, as node-semver does', ['semver \n1.2']),
    ...because('advisories and packages have such versions', ['semver 1.0']),
    ...because('tags have it, as in node-semver and Go', ['semver v1.2.3']),
    ...because('numbers may have any length', ['semver 90071992547409910.0.0']),
  },
};

export const ranges: CaseSuite = {
  title: 'versions: which are in a range',
  from,
  count: 345,
  exceptions: {
    ...because('grype leaves the epoch out where one side has none; rpm does not', [
      'rpm 4.19.0-1.el7_5 < 12:4.19.0-1.el7 false',
      'rpm 4.19.0-1.el7_5 <= 12:4.19.0-1.el7 false',
      'rpm 3:4.19.0-1.el7_5 < 4.21.0-1.el7 true',
    ]),
    ...because('equality in a specifier leaves the local version out; the order does not', ['pypi 2.0.0+cgr.1 = 2.0.0 true']),
    ...because("Bitnami's revision is not part of the upstream version", ['bitnami 2.3.1-1   =   2.3.1 true']),
  },
};
