import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { pythonInstalled } from './python-installed.ts';

const site = 'usr/local/lib/python3.12/site-packages';
const metadata = (name: string, version: string, ...lines: readonly string[]): string =>
  ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`, ...lines, '', 'Name: not a field', ''].join('\n');

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

const summary = ({ packages }: Catalog): readonly string[] =>
  packages
    .filter(({ ecosystem }) => ecosystem === 'pypi')
    .map((one) => [one.purl, one.evidence, ...one.licenses.map((name) => `(${name})`)].join(' '));

describeCataloger(pythonInstalled, {
  [`${site}/Flask-2.0.0.dist-info/METADATA`]: metadata('Flask', '2.0.0', 'Requires-Dist: Jinja2 (>=3.0)'),
  [`${site}/six.egg-info/PKG-INFO`]: metadata('six', '1.16.0', 'License: MIT'),
  'usr/lib/python3/dist-packages/wsgiref-0.1.2.egg-info': metadata('wsgiref', '0.1.2'),
  [`${site}/PyYAML-5.1-py3.8.egg/EGG-INFO/PKG-INFO`]: metadata('PyYAML', '5.1'),
});

describe('installed Python packages', () => {
  it.each<[what: string, lines: readonly string[], expected: readonly string[]]>([
    [
      'an expression before all else',
      ['License: x', 'License-Expression: MIT OR Apache-2.0', 'Classifier: License :: OSI Approved :: BSD License'],
      ['MIT OR Apache-2.0'],
    ],
    [
      'classifiers as SPDX identifiers, families left out',
      [
        'License: GPL',
        'Classifier: License :: OSI Approved',
        'Classifier: License :: OSI Approved :: MIT License',
        'Classifier: License :: OSI Approved :: BSD License',
      ],
      ['MIT', 'BSD License'],
    ],
    [
      'the text where there is no classifier',
      ['License: Eclipse Public License v2.0', 'Classifier: License :: OSI Approved'],
      ['Eclipse Public License v2.0'],
    ],
    ['nothing for UNKNOWN', ['License: UNKNOWN'], []],
    ['nothing for a whole licence text', ['License: Permission is hereby granted', '        to use this'], []],
  ])('have licences: %s', (_what, lines, expected) => {
    const [found] = catalog({ [`${site}/a-1.dist-info/METADATA`]: metadata('a', '1', ...lines) }).packages;
    expect(found?.licenses).toEqual(expected);
  });

  it('have the normalized name of PyPI', () => {
    const names = ['Zope.Interface', 'ruamel_yaml', 'SQLAlchemy--Utils'];
    const files = Object.fromEntries(names.map((name) => [`${site}/${name}-1.dist-info/METADATA`, metadata(name, '1.0')]));
    expect(summary(catalog(files))).toEqual([
      'pkg:pypi/ruamel-yaml@1.0 file',
      'pkg:pypi/sqlalchemy-utils@1.0 file',
      'pkg:pypi/zope-interface@1.0 file',
    ]);
  });

  it('know what they need: same site first, no extras, no strangers', () => {
    const found = catalog({
      [`${site}/app-1.dist-info/METADATA`]: metadata(
        'app',
        '1',
        'Requires-Dist: typing_extensions>=3.6; python_version < "3.13"',
        "Requires-Dist: bcrypt (>=3.1.3) ; extra == 'bcrypt'",
        'Requires-Dist: nowhere',
      ),
      [`${site}/typing_extensions-4.dist-info/METADATA`]: metadata('typing_extensions', '4'),
      [`${site}/bcrypt-4.dist-info/METADATA`]: metadata('bcrypt', '4'),
      'opt/venv/lib/python3.12/site-packages/typing_extensions-3.dist-info/METADATA': metadata('typing_extensions', '3'),
    });
    expect(found.packages.find(({ name }) => name === 'app')?.dependencies).toEqual([
      `pkg:pypi/typing-extensions@4 ${site}/typing_extensions-4.dist-info/METADATA`,
    ]);
  });

  it('of another package’s _vendor folder are its parts', () => {
    const found = catalog({
      [`${site}/setuptools-80.9.0.dist-info/METADATA`]: metadata('setuptools', '80.9.0'),
      [`${site}/setuptools/_vendor/wheel-0.45.1.dist-info/METADATA`]: metadata('wheel', '0.45.1'),
    });
    expect(found.packages.map(({ name, evidence, parent }) => [name, evidence, parent])).toEqual([
      ['setuptools', 'file', undefined],
      ['wheel', 'vendored', `pkg:pypi/setuptools@80.9.0 ${site}/setuptools-80.9.0.dist-info/METADATA`],
    ]);
  });

  it('are orphans only if none of their modules exists', () => {
    const found = catalog({
      [`${site}/gone-1.dist-info/METADATA`]: metadata('gone', '1'),
      [`${site}/gone-1.dist-info/top_level.txt`]: 'gone\n_gone\n',
      [`${site}/cffi-1.dist-info/METADATA`]: metadata('cffi', '1'),
      [`${site}/cffi-1.dist-info/top_level.txt`]: '_cffi_backend\n',
      [`${site}/_cffi_backend.cpython-311-x86_64-linux-gnu.so`]: 'x',
      [`${site}/six-1.dist-info/METADATA`]: metadata('six', '1'),
      [`${site}/six-1.dist-info/top_level.txt`]: 'six\n',
      [`${site}/six.py`]: 'x',
      [`${site}/bare-1.dist-info/METADATA`]: metadata('bare', '1'),
    });
    expect(summary(found)).toEqual(['pkg:pypi/bare@1 file', 'pkg:pypi/cffi@1 file', 'pkg:pypi/gone@1 orphan', 'pkg:pypi/six@1 file']);
  });

  it('belong to the distribution whose package owns their metadata', () => {
    const path = 'usr/lib/python3/dist-packages/six-1.16.0.egg-info';
    const found = catalog({
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'var/lib/dpkg/status': 'Package: python3-six\nStatus: install ok installed\nVersion: 1.16.0-4\nArchitecture: all\n\n',
      'var/lib/dpkg/info/python3-six.list': `/.\n/${path}\n/${path}/PKG-INFO\n`,
      [`${path}/PKG-INFO`]: metadata('six', '1.16.0'),
    });
    expect(found.packages.find(({ ecosystem }) => ecosystem === 'pypi')?.ownedBy).toMatch(/^pkg:deb\/debian\/python3-six@1\.16\.0-4/);
  });

  it.each<[string, string]>([
    ['Metadata-Version: 2.1\nVersion: 1\n', 'has no name'],
    ['Name: <img>\nVersion: 1\n', 'has a name that PyPI does not allow'],
    ['', 'has no name'],
  ])('%j is an issue: %s', (content, problem) => {
    const path = `${site}/a-1.dist-info/METADATA`;
    const { packages, issues } = pythonInstalled.catalog(makeMemoryTree({ [path]: content }).get(path)!, Buffer.from(content), {
      tree: makeMemoryTree({}),
    });
    expect([packages, issues.map(({ code, message }) => [code, message])]).toEqual([[], [['MANIFEST_UNREADABLE', `${path} ${problem}`]]]);
  });
});
