import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { cocoapodsLock } from './cocoapods-lock.ts';
import { swiftLock } from './swift-lock.ts';

const v1 = JSON.stringify({
  object: {
    pins: [
      {
        package: 'Nimble',
        repositoryURL: 'https://github.com/Quick/Nimble.git',
        state: { branch: null, revision: 'c93f', version: '9.2.1' },
      },
      { package: 'Own', repositoryURL: 'git@git.example:me/Own.git', state: { branch: 'main', revision: 'ab12', version: null } },
    ],
  },
  version: 1,
});
const v3 = JSON.stringify({
  originHash: '0',
  pins: [
    {
      identity: 'swift-nio',
      kind: 'remoteSourceControl',
      location: 'https://github.com/apple/swift-nio',
      state: { revision: 'c9', version: '2.60.0' },
    },
    { identity: 'mona.linkedlist', kind: 'registry', location: '', state: { version: '1.2.0' } },
    { identity: 'only', kind: 'remoteSourceControl', location: 'ssh://git@git.example:2222/only.git', state: { revision: 'c93f16' } },
    { identity: 'local', kind: 'localSourceControl', location: '/src/local', state: { revision: 'ab', version: '1.0.0' } },
  ],
  version: 3,
});
const cartfile = `github "Alamofire/Alamofire" "5.4.0"
git "https://git.example/team/Kit.git" "v1.0"
binary "https://files.example/Frame.json" "2.3.1"
`;
const podfile = `PODS:
  - AppCenter (4.2.0):
    - AppCenter/Core (= 4.2.0)
  - AppCenter/Core (4.2.0)
  - Fork (1.0.0)
  - Own (0.1.0)
  - Private (2.0)

DEPENDENCIES:
  - AppCenter (~> 4.2)
  - Fork (from \`https://git.example/Fork.git\`)
  - Own (from \`../Own\`)

SPEC REPOS:
  https://specs.example/repo.git:
    - Private
  trunk:
    - AppCenter

EXTERNAL SOURCES:
  Fork:
    :git: https://git.example/Fork.git
  Own:
    :path: "../Own"

CHECKOUT OPTIONS:
  Fork:
    :commit: 0123abc
    :git: https://git.example/Fork.git

SPEC CHECKSUMS:
  AppCenter: 7a8fc1

PODFILE CHECKSUM: 0123

COCOAPODS: 1.11.2
`;

describeCataloger(swiftLock, { 'app/Package.resolved': v1, 'app/x.xcodeproj/Package.resolved': v3, 'app/Cartfile.resolved': cartfile });
describeCataloger(cocoapodsLock, { 'app/Podfile.lock': podfile });

describe('Swift', () => {
  it.each([
    ['Package.resolved', v1, ['pkg:swift/git.example/me/Own@main declared', 'pkg:swift/github.com/Quick/Nimble@9.2.1 declared']],
    [
      'Package.resolved',
      v3,
      [
        'pkg:generic/local@1.0.0 declared own',
        'pkg:swift/git.example:2222/only@c93f16 declared',
        'pkg:swift/github.com/apple/swift-nio@2.60.0 declared',
        'pkg:swift/mona/linkedlist@1.2.0 declared',
      ],
    ],
    [
      'Cartfile.resolved',
      cartfile,
      [
        'pkg:generic/files.example/Frame.json@2.3.1?download_url=https:%2F%2Ffiles.example%2FFrame.json declared',
        'pkg:swift/git.example/team/Kit@v1.0 declared',
        'pkg:swift/github.com/Alamofire/Alamofire@5.4.0 declared',
      ],
    ],
    ['Package.resolved', '{}', []],
    ['Package.resolved', '[', ['LOCKFILE_UNREADABLE Package.resolved is not a JSON object']],
    ['Package.resolved', '{"version":2}', ['LOCKFILE_UNREADABLE Package.resolved has no list of pins']],
    ['Package.resolved', '{"pins":[{}]}', ['LOCKFILE_UNREADABLE Package.resolved has a pin without a location and a state']],
    ['Cartfile.resolved', 'x', ['LOCKFILE_UNREADABLE Cartfile.resolved has 1 lines that are no dependency']],
  ])('%s %#', (path, content, expected) => {
    expect(listPackages('swift-lock', { [path]: content })).toEqual(expected);
  });
});

describe('CocoaPods', () => {
  it.each([
    [
      podfile,
      [
        'pkg:cocoapods/AppCenter@4.2.0 declared direct → AppCenter/Core',
        'pkg:cocoapods/AppCenter@4.2.0#Core declared transitive',
        'pkg:cocoapods/Fork@1.0.0?vcs_url=https:%2F%2Fgit.example%2FFork.git%400123abc declared direct',
        'pkg:cocoapods/Private@2.0?repository_url=https:%2F%2Fspecs.example%2Frepo.git declared transitive',
        'pkg:generic/Own@0.1.0 declared own',
      ],
    ],
    ['COCOAPODS: 1.11.2', []],
    ['PODS:\n  - A = 1\nCOCOAPODS: 1', ['LOCKFILE_UNREADABLE Podfile.lock has 1 pods without a name and version']],
    ['a: 1', ['LOCKFILE_UNREADABLE Podfile.lock is not a lock file of CocoaPods']],
    ['a: [', ['LOCKFILE_UNREADABLE Podfile.lock is not YAML']],
  ])('%#', (content, expected) => {
    expect(listPackages('cocoapods-lock', { 'Podfile.lock': content })).toEqual(expected);
  });
});
