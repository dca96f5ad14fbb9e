import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { condaInstalled } from './conda-installed.ts';
import { condaLock } from './conda-lock.ts';

const libgcc = JSON.stringify({
  build: 'h1_0',
  channel: 'https://repo.example/pkgs/main/linux-64',
  depends: ['_libgcc_mutex 0.1 main', 'libgomp >=11.2.0', 'gone'],
  files: ['lib/libgcc_s.so.1'],
  license: 'GPL-3.0-only WITH GCC-exception-3.1',
  name: 'libgcc-ng',
  subdir: 'linux-64',
  version: '11.2.0',
});
const libgomp = JSON.stringify({ build: 'h1_1', name: 'libgomp', version: '11.2.0', files: [] });
const environment = `name: test
channels: [defaults]
dependencies:
  - conda-forge::numpy=1.26.4=py311h64a7726_0
  - python ==3.11.5
  - Scipy 1.8.1
  - pandas>=2
  - blas=*=openblas
  - pip
  - pip:
      - Asgiref==3.8.1
      - django>4
      - -r requirements.txt
prefix: /opt/conda/envs/test
`;
const lock = `version: 1
metadata: {}
package:
  - name: python
    version: 3.10.0
    manager: conda
    platform: linux-64
    dependencies: {libgomp: '>=11'}
    category: main
  - name: libgomp
    version: '11.2.0'
    manager: conda
    platform: linux-64
    dependencies: {}
    category: main
  - {name: Black, version: '23.1', manager: pip, platform: linux-64, dependencies: {}, category: dev}
`;
const pixi = `version: 6
environments: {}
packages:
- conda: https://conda.example/conda-forge/linux-64/libgomp-11.2.0-h1_1.conda
  sha256: ab
  depends: []
- conda: https://conda.example/conda-forge/linux-64/libgcc-ng-13.2.0-h8_7.conda
  depends:
  - libgomp 11.2.0 h1_1
- pypi: https://files.example/black-23.1-py3-none-any.whl
  name: black
  version: '23.1'
  requires_dist:
  - click>=8.0
- pypi: ./own
  name: own
  version: 0.1.0
`;

describeCataloger(condaInstalled, { 'opt/conda/conda-meta/libgcc-ng-11.2.0-h1_0.json': libgcc });
describeCataloger(condaLock, { 'app/environment.yml': 'dependencies: [numpy=1.26.4]', 'app/conda-lock.yml': lock, 'app/pixi.lock': pixi });

describe('conda', () => {
  it('installs packages with their files', () => {
    const files = {
      'opt/conda/conda-meta/libgcc-ng-11.2.0-h1_0.json': libgcc,
      'opt/conda/conda-meta/libgomp-11.2.0-h1_1.json': libgomp,
      'opt/conda/lib/libgcc_s.so.1': '\u007fELF',
    };
    expect(listPackages('conda-installed', files, true)).toEqual([
      'pkg:conda/libgcc-ng@11.2.0?build=h1_0&channel=main&subdir=linux-64 file (GPL-3.0-only WITH GCC-exception-3.1) → libgomp',
      'pkg:conda/libgomp@11.2.0?build=h1_1 file',
    ]);
  });

  it.each([
    [
      'environment.yml',
      environment,
      [
        'pkg:conda/blas declared',
        'pkg:conda/numpy@1.26.4?channel=conda-forge declared',
        'pkg:conda/pandas declared',
        'pkg:conda/pip declared',
        'pkg:conda/python@3.11.5 declared',
        'pkg:conda/scipy@1.8.1 declared',
        'pkg:pypi/asgiref@3.8.1 declared',
        'DEPENDENCIES_NOT_PINNED environment.yml pins no version of pandas, blas, pip, django',
      ],
    ],
    [
      'conda-lock.yml',
      lock,
      ['pkg:conda/libgomp@11.2.0 declared', 'pkg:conda/python@3.10.0 declared → libgomp', 'pkg:pypi/black@23.1 declared development'],
    ],
    [
      'pixi.lock',
      pixi,
      [
        'pkg:conda/libgcc-ng@13.2.0 declared → libgomp',
        'pkg:conda/libgomp@11.2.0 declared',
        'pkg:generic/own@0.1.0 declared own',
        'pkg:pypi/black@23.1 declared',
      ],
    ],
    ['environment.yml', 'a: 1', ['LOCKFILE_UNREADABLE environment.yml is not an environment of conda']],
    [
      'environment.yml',
      'dependencies: ["=", 5]',
      [
        'LOCKFILE_UNREADABLE environment.yml has a dependency that is no match specification',
        'LOCKFILE_UNREADABLE environment.yml has a dependency that is no match specification',
      ],
    ],
    [
      'environment.yml',
      'dependencies: [{pip: x}]',
      ['LOCKFILE_UNREADABLE environment.yml has a dependency that is neither a text nor a list for pip'],
    ],
    ['environment.yml', '[', ['LOCKFILE_UNREADABLE environment.yml is not YAML']],
    ['pixi.lock', 'a: 1', ['LOCKFILE_UNREADABLE pixi.lock has no list of packages']],
    ['pixi.lock', 'packages: [{}]', ['LOCKFILE_UNREADABLE pixi.lock has a package without a name and version']],
    ['conda-lock.yml', 'package: [{}]', ['LOCKFILE_UNREADABLE conda-lock.yml has a package without a name and version']],
  ])('%s %#', (path, content, expected) => {
    expect(listPackages('conda-lock', { [path]: content })).toEqual(expected);
  });

  it.each([
    ['[', 'is not a JSON object'],
    ['{}', 'has no name and version'],
  ])('%s %s', (content, problem) => {
    const path = 'conda-meta/x-1-0.json';
    expect(listPackages('conda-installed', { [path]: content })).toEqual([`MANIFEST_UNREADABLE ${path} ${problem}`]);
  });
});
