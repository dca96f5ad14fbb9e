import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { pythonLock } from './python-lock.ts';

const poetry = `[[package]]
name = "Freezegun"
version = "1.4.0"
[package.dependencies]
python-dateutil = ">=2.7"

[[package]]
name = "python-dateutil"
version = "2.8.2"
[package.dependencies]
six = ">=1.5"

[[package]]
name = "six"
version = "1.16.0"

[metadata]
lock-version = "2.0"
`;
const uv = `version = 1
[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "numpy", version = "1.26.4", marker = "python_version < '3.12'" }, { name = "numpy", version = "2.1.0" }]
[package.optional-dependencies]
web = [{ name = "flask" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "flask"
version = "3.0.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "numpy"
version = "1.26.4"

[[package]]
name = "numpy"
version = "2.1.0"

[[package]]
name = "pytest"
version = "8.0.0"
dependencies = [{ name = "iniconfig" }]

[[package]]
name = "iniconfig"
version = "2.0.0"
`;
const pdm = `[metadata]
groups = ["default", "dev"]
[[package]]
name = "requests"
version = "2.31.0"
groups = ["default", "dev"]
dependencies = ["idna<4,>=2.5", "urllib3[socks]>=1.21; python_version > '3'"]
[[package]]
name = "idna"
version = "3.4"
groups = ["default"]
[[package]]
name = "pytest"
version = "8.0.0"
groups = ["dev"]
`;
const pylock = `lock-version = "1.0"
created-by = "pip"
[[packages]]
name = "attrs"
version = "25.1.0"
[[packages]]
name = "cattrs"
version = "24.1.2"
dependencies = [{ name = "attrs" }]
[[packages]]
name = "shop"
directory = { path = "." }
`;
const pipfile = JSON.stringify({
  _meta: { 'pipfile-spec': 6 },
  default: { Requests: { version: '==2.21.0' }, editable: { editable: true, path: '.' } },
  develop: { pytest: { version: '==8.0.0' } },
});

describeCataloger(pythonLock, {
  'app/poetry.lock': poetry,
  'app/uv.lock': uv,
  'app/run.py.lock': 'version = 1\n[manifest]\nrequirements = []\n[[package]]\nname = "rich"\nversion = "13.0.0"\n',
  'app/pdm.lock': pdm,
  'app/pylock.toml': pylock,
  'app/Pipfile.lock': pipfile,
});

function lines(files: MemoryLayer, isImage = false): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage });
  const nameById = new Map(packages.map(({ id, name }) => [id, name]));
  return [
    ...packages.map((one) =>
      [
        `${one.name} ${one.version ?? '-'} ${one.evidence}`,
        ...(one.isDevelopment === true ? ['development'] : []),
        ...(one.dependencies.length === 0 ? [] : [`→ ${one.dependencies.map((id) => nameById.get(id)).join(', ')}`]),
      ].join(' '),
    ),
    ...issues.filter(({ origin }) => origin === 'python-lock').map(({ message }) => message),
  ];
}

describe('lock files of Python', () => {
  it.each<[what: string, files: MemoryLayer, expected: readonly string[]]>([
    [
      'poetry.lock: what pyproject.toml needs at run time is not for development',
      { 'poetry.lock': poetry, 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.10"\n"Python.Dateutil" = "2.8.2"\n' },
      ['freezegun 1.4.0 declared development → python-dateutil', 'python-dateutil 2.8.2 declared → six', 'six 1.16.0 declared'],
    ],
    [
      'poetry.lock: a project of the standard form',
      {
        'poetry.lock': poetry,
        'pyproject.toml': '[project]\ndependencies = ["six (>=1)"]\n[project.optional-dependencies]\nt = ["freezegun"]\n',
      },
      ['freezegun 1.4.0 declared → python-dateutil', 'python-dateutil 2.8.2 declared → six', 'six 1.16.0 declared'],
    ],
    [
      'poetry.lock: alone it says nothing of groups',
      { 'poetry.lock': poetry },
      ['freezegun 1.4.0 declared → python-dateutil', 'python-dateutil 2.8.2 declared → six', 'six 1.16.0 declared'],
    ],
    [
      'poetry.lock: categories of old, groups of new versions',
      {
        'old/poetry.lock':
          '[[package]]\nname = "a"\nversion = "1"\ncategory = "dev"\n[[package]]\nname = "b"\nversion = "1"\ncategory = "main"\n',
        'new/poetry.lock':
          '[[package]]\nname = "c"\nversion = "1"\ngroups = ["dev"]\n[[package]]\nname = "d"\nversion = "1"\ngroups = ["main", "dev"]\n',
      },
      ['a 1 declared development', 'b 1 declared', 'c 1 declared development', 'd 1 declared'],
    ],
    [
      'uv.lock: several versions, extras, development; the project is no dependency',
      { 'uv.lock': uv },
      [
        'flask 3.0.0 declared',
        'iniconfig 2.0.0 declared development',
        'numpy 1.26.4 declared',
        'numpy 2.1.0 declared',
        'pytest 8.0.0 declared development → iniconfig',
      ],
    ],
    [
      'pdm.lock',
      { 'pdm.lock': pdm, 'pyproject.toml': '[dependency-groups]\ndev = ["pytest"]\n' },
      ['idna 3.4 declared', 'pytest 8.0.0 declared development', 'requests 2.31.0 declared → idna'],
    ],
    ['pylock.toml', { 'pylock.toml': pylock }, ['attrs 25.1.0 declared', 'cattrs 24.1.2 declared → attrs']],
    ['Pipfile.lock', { 'Pipfile.lock': pipfile }, ['editable - declared', 'pytest 8.0.0 declared development', 'requests 2.21.0 declared']],
  ])('%s', (_what, files, expected) => {
    expect(lines(files)).toEqual(expected);
  });

  it.each<[path: string, content: string, problem: string]>([
    ['poetry.lock', 'x', 'is not TOML'],
    ['poetry.lock', 'package = 1\n', 'has no list of packages'],
    ['poetry.lock', 'package = [1]\n', 'has 1 packages that are not tables'],
    ['poetry.lock', '[[package]]\nversion = "1"\n', 'has a package without a name'],
    [
      'uv.lock',
      '[[package]]\nname = "<a>"\nversion = "1"\n[[package]]\nname = "s"\nsource = { virtual = "." }\n',
      'has 1 names that PyPI does not allow',
    ],
    ['uv.lock', '[[package]]\nname = "a"\nversion = "1"\n', 'does not name the project that it belongs to'],
    ['pylock.toml', '[[packages]]\nname = "a"\n', 'has no lock-version'],
    ['Pipfile.lock', '[]', 'is not a JSON object'],
    ['Pipfile.lock', '{}', 'is not a lock file'],
  ])('%s %j %s', (path, content, problem) => {
    expect(lines({ [path]: content })).toContain(`${path} ${problem}`);
  });

  it('only claim packages of an image, and give way to what is installed', () => {
    const metadata = 'usr/lib/python3.12/site-packages/six-1.16.0.dist-info/METADATA';
    expect(lines({ 'app/poetry.lock': poetry, [metadata]: 'Name: six\nVersion: 1.16.0\n' }, true)).toEqual([
      'freezegun 1.4.0 claimed → python-dateutil',
      'python-dateutil 2.8.2 claimed → six',
      'six 1.16.0 file',
    ]);
  });
});
