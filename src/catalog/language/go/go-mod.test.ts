import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { goMod } from './go-mod.ts';

const mod = `module example.com/shop // the shop

go 1.22.3

require github.com/BurntSushi/toml v0.3.1
require (
\t"github.com/docker/docker" v20.10.8+incompatible // indirect
\t// example.com/no v1.0.0
\texample.com/local v1.0.0
\texample.com/old v1.0.0
)

replace example.com/local => ./local
replace (
\texample.com/old v1.0.0 => example.com/new v1.1.0
\tgithub.com/BurntSushi/toml v0.2.0 => example.com/toml v0.2.1
)

exclude example.com/other v1.0.0

retract [v1.0.0, v1.1.0]
`;
const sum = `example.com/a v1.0.0 h1:abc=
example.com/a v1.0.0/go.mod h1:abc=
example.com/a v1.2.0 h1:abc=
example.com/b v1.0.0/go.mod h1:abc=
`;

describeCataloger(goMod, { 'app/go.mod': mod, 'app/go.sum': sum });

describe('go.mod', () => {
  it('names modules and what replaces them; a folder has no version', () => {
    expect(listPackages('go-mod', { 'go.mod': mod, 'go.sum': sum })).toEqual([
      'pkg:golang/example.com/local declared',
      'pkg:golang/example.com/new@v1.1.0 declared',
      'pkg:golang/example.com/shop declared own → github.com/BurntSushi/toml, github.com/docker/docker, example.com/local, example.com/new',
      'pkg:golang/github.com/BurntSushi/toml@v0.3.1 declared',
      'pkg:golang/github.com/docker/docker@v20.10.8%2Bincompatible declared',
      'pkg:golang/stdlib@1.22.3 declared',
    ]);
  });

  it('leaves what others need to go.sum before Go 1.17', () => {
    expect(
      listPackages('go-mod', { 'go.mod': 'module example.com/x\n\ngo 1.16\n\nrequire example.com/c v1.0.0\n', 'go.sum': sum }),
    ).toEqual([
      'pkg:golang/example.com/a@v1.2.0 declared',
      'pkg:golang/example.com/c@v1.0.0 declared',
      'pkg:golang/example.com/x declared own → example.com/c',
    ]);
  });

  it('takes the replacement of one version before that of every version, as Go does', () => {
    const text =
      'module m\nrequire example.com/a v1.0.0\nreplace example.com/a => ./a\nreplace example.com/a v1.0.0 => example.com/b v2.0.0\n';
    expect(listPackages('go-mod', { 'go.mod': text })).toEqual([
      'pkg:golang/example.com/b@v2.0.0 declared',
      'pkg:golang/m declared own → example.com/b',
    ]);
  });

  it('is nothing in an image, where executables say what they were built from', () => {
    expect(listPackages('go-mod', { 'usr/src/app/go.mod': mod }, true)).toEqual([]);
  });

  it.each([
    ['x', ['has 1 lines that are not of its format', 'names no module']],
    ['module m\nrequire a\nreplace b\n', ['has 2 lines that are not of its format']],
    ['module m\nrequire a v1.0.0\nexclude a v1.0.0\n', ['excludes the version of a that it requires']],
  ])('%j is an issue', (content, problems) => {
    expect(listPackages('go-mod', { 'go.mod': content }).filter((line) => line.startsWith('LOCK'))).toEqual(
      problems.map((problem) => `LOCKFILE_UNREADABLE go.mod ${problem}`),
    );
  });
});
