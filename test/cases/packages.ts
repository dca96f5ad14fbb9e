import { type CaseSuite } from './case-suite.ts';

export const packageDatabases: CaseSuite<string> = {
  title: 'package databases',
  from: 'go-rpmdb, Syft, Claircore, real systems (MIT, Apache-2.0)',
  count: 17,
  exceptions: {
    // The line that is not expected.
    'catalogers/debian-multiple-entries': {
      why: 'a record of a status file without a Status is not installed, as `dpkg-query` says too',
      expected: 'no-version  ',
    },
  },
};

const noNameInTest = 'its test gives neither name nor version; the file has both';

export const npmPackages: CaseSuite<readonly string[]> = {
  title: 'packages of npm: package-lock.json and package.json',
  from: 'Trivy, Syft (Apache-2.0)',
  count: 31,
  exceptions: {
    'parsers/nodejs-packagejson-empty-array-license': { why: noNameInTest, expected: ['empty-array-license 1.0.0'] },
    'parsers/nodejs-packagejson-happy-path': { why: noNameInTest, expected: ['bootstrap 5.0.2'] },
    'parsers/nodejs-packagejson-happy-path---legacy-license': { why: noNameInTest, expected: ['angular 4.1.2'] },
    'parsers/nodejs-packagejson-invalid-license-value-number': { why: noNameInTest, expected: ['weird-license 1.0.0'] },
    'parsers/nodejs-packagejson-mixed-array-of-objects-with-empty-type': { why: noNameInTest, expected: ['mixed-array-license 1.0.0'] },
    'parsers/nodejs-packagejson-null-license-value': { why: noNameInTest, expected: ['null-license 1.0.0'] },
    'parsers/nodejs-packagejson-unknown-license-object': { why: noNameInTest, expected: ['unknown-license-object 1.0.0'] },
    'parsers/nodejs-packagejson-without-name-and-version': { why: 'the file has neither a name nor a version', expected: [] },
  },
};

export const otherSystems: CaseSuite<readonly string[]> = {
  title: 'packages of Portage, Homebrew, snap and Bitnami',
  from: 'Syft (Apache-2.0)',
  count: 10,
  exceptions: {
    'catalogers/homebrew-crazy-example': {
      why: 'the name of the file is the formula’s; the version is what its first address says',
      expected: ['crazy 1.2.3'],
    },
  },
};

export const licences: CaseSuite = { title: 'licences of packages', from: 'Syft, go-rpmdb (Apache-2.0, MIT)', count: 5, exceptions: {} };
