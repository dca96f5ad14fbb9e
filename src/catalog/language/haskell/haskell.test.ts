import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { haskellLock } from './haskell-lock.ts';

const freeze = `active-repositories: hackage.haskell.org:merge
constraints: any.aeson ==2.0.3.0,
             -- a comment
             any.base installed,
             tls +compat -hans,
             any.HTTP ==4000.3.16,
             zlib ==0.6.3.0
index-state: hackage.haskell.org 2022-07-07T01:01:53Z
`;
const stackLock = `packages:
- completed:
    hackage: optparse-applicative-0.16.1.0@sha256:418c22,4982
    pantry-tree: {size: 1, sha256: ab}
  original:
    hackage: optparse-applicative-0.16.1.0
- completed:
    commit: a584730
    git: https://git.example/backend.git
    name: kore
    subdir: kore
    version: 0.60.0.0
  original: {git: https://git.example/backend.git}
snapshots:
- completed: {size: 1, url: https://x.example/19/14.yaml, sha256: cd}
  original: lts-19.14
`;
const stack = `resolver: lts-18.28
packages:
  - .
extra-deps:
  - ShellCheck-0.8.0@sha256:353c9322,3297
  - vendored/own
  - git: https://git.example/fork.git
    commit: ab12
`;

describeCataloger(haskellLock, { 'app/cabal.project.freeze': freeze, 'app/stack.yaml.lock': stackLock, 'app/stack.yaml': stack });

describe('Haskell', () => {
  it.each([
    [
      { 'cabal.project.freeze': freeze },
      [
        'pkg:hackage/HTTP@4000.3.16 declared',
        'pkg:hackage/aeson@2.0.3.0 declared',
        'pkg:hackage/zlib@0.6.3.0 declared',
        'DEPENDENCIES_NOT_PINNED cabal.project.freeze pins no version of base',
      ],
    ],
    [
      { 'stack.yaml.lock': stackLock, 'stack.yaml': stack },
      [
        'pkg:hackage/kore@0.60.0.0?vcs_url=https:%2F%2Fgit.example%2Fbackend.git%40a584730 declared',
        'pkg:hackage/optparse-applicative@0.16.1.0 declared',
        'DEPENDENCIES_NOT_PINNED stack.yaml.lock pins no version of the packages of the snapshot lts-19.14',
      ],
    ],
    [
      { 'stack.yaml': stack },
      [
        'pkg:hackage/ShellCheck@0.8.0 declared direct',
        'DEPENDENCIES_NOT_PINNED stack.yaml pins no version of the packages of the snapshot lts-18.28, https://git.example/fork.git',
      ],
    ],
    [{ 'cabal.project.freeze': 'x' }, ['LOCKFILE_UNREADABLE cabal.project.freeze has no constraints']],
    [{ 'cabal.project.freeze': 'index-state: 1\n' }, []],
    [{ 'stack.yaml': 'a: 1' }, ['LOCKFILE_UNREADABLE stack.yaml is not a project of Stack']],
    [{ 'stack.yaml.lock': 'a: 1' }, ['LOCKFILE_UNREADABLE stack.yaml.lock has no list of packages']],
    [{ 'stack.yaml.lock': 'packages: [{}]' }, ['LOCKFILE_UNREADABLE stack.yaml.lock has an entry that is no package']],
    [{ 'stack.yaml.lock': '[' }, ['LOCKFILE_UNREADABLE stack.yaml.lock is not YAML']],
  ])('%#', (files, expected) => {
    expect(listPackages('haskell-lock', files)).toEqual(expected);
  });
});
