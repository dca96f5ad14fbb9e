import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { conanInstalled } from './conan-installed.ts';
import { conanLock } from './conan-lock.ts';

const first = JSON.stringify({
  graph_lock: {
    nodes: {
      '0': { path: 'conanfile.txt', requires: ['1'], build_requires: ['3'], context: 'host' },
      '1': { ref: 'openssl/3.0.3#288ab7', requires: ['2'], context: 'host' },
      '2': { ref: 'zlib/1.2.12@me/stable#b76db6', context: 'host' },
      '3': { ref: 'cmake/3.22.0#76db', context: 'build' },
    },
  },
  version: '0.4',
});
const second = JSON.stringify({
  version: '0.5',
  requires: ['sound32/1.0#83d4%1675278904.07', 'matrix/1.1@_/_#905c%1675'],
  build_requires: ['cmake/3.25.3#0ef5%16'],
  python_requires: ['pyreq/1.0'],
  config_requires: [],
});
const conanfile = `# comment
[requires]
fmt/8.1.1 # why
spdlog/1.9.2@my_user/my_channel#1234567%%987654
boost/[>1.70 <1.80]

[tool_requires]
cmake/3.23.5

[generators]
CMakeDeps
`;
const info = `[settings]
    os=Linux

[requires]
    zlib/1.Y.Z

[full_requires]
    zlib/1.2.13:dfbe50feef7f3c6223a476cd5aeadb687084a646
`;
const id = '9d1f076b471417647c2022a78d5e2c1f834289ac';

describeCataloger(conanLock, { 'app/conan.lock': first, 'two/conan.lock': second, 'app/conanfile.txt': conanfile });
describeCataloger(conanInstalled, { [`root/.conan/data/mfast/1.2.2/my_user/my_channel/package/${id}/conaninfo.txt`]: info });

describe('Conan', () => {
  it.each([
    [
      'conan.lock',
      first,
      [
        'pkg:conan/cmake@3.22.0 declared direct development',
        'pkg:conan/me/zlib@1.2.12?channel=stable declared transitive',
        'pkg:conan/openssl@3.0.3 declared direct → zlib',
      ],
    ],
    [
      'conan.lock',
      second,
      [
        'pkg:conan/cmake@3.25.3 declared development',
        'pkg:conan/matrix@1.1 declared',
        'pkg:conan/pyreq@1.0 declared development',
        'pkg:conan/sound32@1.0 declared',
      ],
    ],
    [
      'conanfile.txt',
      conanfile,
      [
        'pkg:conan/cmake@3.23.5 declared direct development',
        'pkg:conan/fmt@8.1.1 declared direct',
        'pkg:conan/my_user/spdlog@1.9.2?channel=my_channel declared direct',
        'DEPENDENCIES_NOT_PINNED conanfile.txt pins no version of boost',
      ],
    ],
    ['conan.lock', '[', ['LOCKFILE_UNREADABLE conan.lock is not a JSON object']],
    ['conan.lock', '{}', ['LOCKFILE_UNREADABLE conan.lock is not a lock file of Conan']],
    ['conan.lock', '{"requires":["x"]}', ['LOCKFILE_UNREADABLE conan.lock has something in requires that is no reference']],
    ['conan.lock', '{"graph_lock":{"nodes":{"1":{"ref":"x y"}}}}', ['LOCKFILE_UNREADABLE conan.lock has the reference x y, which is none']],
    ['conanfile.txt', '[requires]\nx\n', ['LOCKFILE_UNREADABLE conanfile.txt has the requirement x, which is no reference']],
    ['conanfile.txt', 'x', ['LOCKFILE_UNREADABLE conanfile.txt has no sections']],
  ])('%s %#', (path, content, expected) => {
    expect(listPackages('conan-lock', { [path]: content })).toEqual(expected);
  });

  it.each([
    [
      `root/.conan/data/mfast/1.2.2/my_user/my_channel/package/${id}/conaninfo.txt`,
      ['pkg:conan/my_user/mfast@1.2.2?channel=my_channel file → zlib', 'pkg:conan/zlib@1.2.13 declared'],
    ],
    [
      `root/.conan/data/mfast/1.2.2/_/_/package/${id}/conaninfo.txt`,
      ['pkg:conan/mfast@1.2.2 file → zlib', 'pkg:conan/zlib@1.2.13 declared'],
    ],
    [
      'app/full_deploy/host/mfast/1.2.2/Release/x86_64/conaninfo.txt',
      ['pkg:conan/mfast@1.2.2 file → zlib', 'pkg:conan/zlib@1.2.13 declared'],
    ],
  ])('%s', (path, expected) => {
    expect(listPackages('conan-installed', { [path]: info })).toEqual(expected);
    expect(listPackages('conan-installed', { [path]: 'x' })).toEqual([`LOCKFILE_UNREADABLE ${path} has no sections`]);
  });
});
