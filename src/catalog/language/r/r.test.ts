import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { rInstalled } from './r-installed.ts';
import { rLock } from './r-lock.ts';

const stringr = `Package: stringr
Title: Wrappers
Version: 1.5.0
Depends: R (>= 3.3)
Imports: cli, glue (>= 1.6.1),
    magrittr
License: MIT + file LICENSE
Repository: CRAN
Built: R 4.3.0; ; 2023-04-21 11:33:09 UTC; unix
`;
const built = (name: string, rest = ''): string => `Package: ${name}\nVersion: 1.0-2\nLicense: GPL-2 | GPL (>= 3)\nBuilt: R 4.3.0\n${rest}`;
const renv = JSON.stringify({
  R: { Version: '4.3.0' },
  Packages: {
    glue: { Package: 'glue', Version: '1.6.2', Source: 'Repository', Repository: 'CRAN', Requirements: ['R', 'methods'] },
    BiocGenerics: { Package: 'BiocGenerics', Version: '0.46.0', Source: 'Bioconductor', Imports: ['glue (>= 1.0)'] },
    mine: {
      Package: 'mine',
      Version: '0.1.0',
      Source: 'GitHub',
      RemoteHost: 'api.github.com',
      RemoteUsername: 'me',
      RemoteRepo: 'mine',
      RemoteSha: 'ab12',
    },
  },
});
const packrat = `PackratFormat: 1.4
PackratVersion: 0.7.0
RVersion: 3.6.3

Package: glue
Source: CRAN
Version: 1.4.1
Hash: ab

Package: mine
Source: github
Version: 0.1.0
Requires: glue
GithubRepo: mine
GithubUsername: me
GithubSha1: ab12
`;

describeCataloger(rInstalled, { 'usr/lib/R/library/stringr/DESCRIPTION': stringr });
describeCataloger(rLock, { 'app/renv.lock': renv, 'app/packrat/packrat.lock': packrat });

describe('R', () => {
  it('installs packages of CRAN, Bioconductor and repositories', () => {
    const files = {
      'usr/local/lib/R/site-library/stringr/DESCRIPTION': stringr,
      'usr/local/lib/R/site-library/glue/DESCRIPTION': built('glue'),
      'usr/lib/R/library/cli/DESCRIPTION': built('cli', 'RemoteType: github\nRemoteUsername: r-lib\nRemoteRepo: cli\nRemoteSha: ab\n'),
      'usr/local/lib/R/site-library/limma/DESCRIPTION': built(
        'limma',
        'biocViews: Bayesian\ngit_url: https://git.bioconductor.org/packages/limma\n',
      ),
      'src/own/DESCRIPTION': 'Package: own\nVersion: 0.1\nLicense: file LICENSE\n',
      'usr/share/doc/DESCRIPTION': 'Something else\n',
    };
    expect(listPackages('r-installed', files, true)).toEqual([
      'pkg:bioconductor/limma@1.0-2 file (GPL-2.0-only) (GPL-3.0-or-later)',
      'pkg:cran/cli@1.0-2?vcs_url=https:%2F%2Fgithub.com%2Fr-lib%2Fcli%40ab file (GPL-2.0-only) (GPL-3.0-or-later)',
      'pkg:cran/glue@1.0-2 file (GPL-2.0-only) (GPL-3.0-or-later)',
      'pkg:cran/stringr@1.5.0 file (MIT) → cli, glue',
      'pkg:generic/own@0.1 claimed own',
    ]);
  });

  it.each([
    [
      'renv.lock',
      renv,
      [
        'pkg:bioconductor/BiocGenerics@0.46.0 declared → glue',
        'pkg:cran/glue@1.6.2 declared',
        'pkg:cran/mine@0.1.0?vcs_url=https:%2F%2Fgithub.com%2Fme%2Fmine%40ab12 declared',
      ],
    ],
    [
      'packrat.lock',
      packrat,
      ['pkg:cran/glue@1.4.1 declared', 'pkg:cran/mine@0.1.0?vcs_url=https:%2F%2Fgithub.com%2Fme%2Fmine%40ab12 declared → glue'],
    ],
    ['renv.lock', '[', ['LOCKFILE_UNREADABLE renv.lock is not a JSON object']],
    ['renv.lock', '{}', ['LOCKFILE_UNREADABLE renv.lock has no packages']],
    ['renv.lock', '{"Packages":{"a b":{}}}', ['LOCKFILE_UNREADABLE renv.lock has 1 names that R does not allow']],
    ['packrat.lock', 'x', ['LOCKFILE_UNREADABLE packrat.lock is not a lock file of packrat']],
  ])('%s %#', (path, content, expected) => {
    expect(listPackages('r-lock', { [path]: content })).toEqual(expected);
  });

  it('refuses names that R does not allow', () => {
    expect(listPackages('r-installed', { 'x/DESCRIPTION': 'Package: a b\n' })).toEqual([
      'MANIFEST_UNREADABLE x/DESCRIPTION has a name that R does not allow',
    ]);
  });
});
