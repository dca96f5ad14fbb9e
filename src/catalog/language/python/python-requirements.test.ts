import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { pythonRequirements } from './python-requirements.ts';

describeCataloger(pythonRequirements, {
  'app/requirements.txt': 'flask==2.0.0\n',
  'app/dev-requirements.txt': 'pytest==8.0.0\n',
  'app/requirements-dev.txt': 'pytest==8.0.0\n',
  'app/requirements/base.txt': 'six==1.16.0\n',
  'app/requirements_lock.txt': 'six==1.16.0\n',
  'app/requirements.in': 'six==1.16.0\n',
});

function read(content: string, path = 'requirements.txt', isImage = false): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree({ [path]: content }), { now: new Date('2026-11-20T00:00:00Z'), isImage });
  return [
    ...packages.map((one) => `${one.purl}${one.isDevelopment === true ? ' development' : ''}`),
    ...issues.filter(({ origin }) => origin === 'python-requirements').map(({ code, message }) => `${code} ${message}`),
  ];
}

describe('requirements files', () => {
  it.each<[string, readonly string[]]>([
    ['Flask==2.0.0 # comment\r\nSQLAlchemy_Utils == 0.41.1\n', ['pkg:pypi/flask@2.0.0', 'pkg:pypi/sqlalchemy-utils@0.41.1']],
    ['urllib3===1.26.20\n', ['pkg:pypi/urllib3@1.26.20']],
    ['torch==2.0.1+cu118\n', ['pkg:pypi/torch@2.0.1%2Bcu118']],
    ['requests[security,socks]==2.31.0 ; python_version < "3.8"\n', ['pkg:pypi/requests@2.31.0']],
    ['six==1.16.0 \\\n    --hash=sha256:8abb \\\n    --hash=sha256:1e61\n', ['pkg:pypi/six@1.16.0']],
    ['-r requirements-dev.txt\n-c constraints.txt\n-e .\n.\n--index-url https://index.example/simple\n', []],
    [
      '-r more.txt\n--requirement=../other.txt\n./here\ngit+https://git.example/a\n-e ./b\nhttps://index.example/a.whl\n',
      [
        'LOCKFILE_UNREADABLE requirements.txt includes files that are not read: more.txt, ../other.txt',
        'DEPENDENCIES_NOT_PINNED requirements.txt takes 4 packages from an address or a folder',
      ],
    ],
    ['a @ https://index.example/a-1.whl ; python_version > "3"\n', ['DEPENDENCIES_NOT_PINNED requirements.txt pins no version of a']],
    ['\ufeffsix==1.16.0', ['pkg:pypi/six@1.16.0']],
    [
      'a\nb>=1\nc~=1.1\nd==2.0.*\ne==1.0,<2\n',
      ['pkg:pypi/e@1.0', 'DEPENDENCIES_NOT_PINNED requirements.txt pins no version of a, b, c, d'],
    ],
    [
      "requests==2.31.0\n{%- if cookiecutter.cli|lower == 'click' %}\n{{ cookiecutter.extra }}==1.0\na==x y\nb==not-a-version\n",
      ['pkg:pypi/requests@2.31.0', 'LOCKFILE_UNREADABLE requirements.txt has lines that are no requirements: 2, 3, 4, 5'],
    ],
  ])('%j', (content, expected) => {
    expect(read(content)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['requirements-dev.txt', ' development'],
    ['requirements/test.txt', ' development'],
    ['dev-requirements.txt', ' development'],
    ['device-requirements.txt', ''],
    ['requirements/base.txt', ''],
  ])('%s is%s', (path, marked) => {
    expect(read('six==1.16.0\n', path)).toEqual([`pkg:pypi/six@1.16.0${marked}`]);
  });

  it('make no image incomplete: what is installed counts there', () => {
    expect(read('a\n{{ b }}\n', 'app/requirements.txt', true)).toEqual([]);
  });
});
