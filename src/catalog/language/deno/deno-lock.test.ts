import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { denoLock } from './deno-lock.ts';

const v5 = JSON.stringify({
  version: '5',
  specifiers: { 'jsr:@std/assert@1': '1.0.13', 'jsr:@std/internal@^1.0.6': '1.0.8', 'npm:chalk@4': '4.1.2' },
  jsr: {
    '@std/assert@1.0.13': { integrity: 'a', dependencies: ['jsr:@std/internal@^1.0.6'] },
    '@std/internal@1.0.8': { integrity: 'b' },
  },
  npm: {
    'ansi-styles@4.3.0': { integrity: 'c', dependencies: ['color-convert'] },
    'chalk@4.1.2': { integrity: 'd', dependencies: ['ansi-styles@4.3.0', 'alias@npm:real@2.0.0_@scope+peer@1.0.0'] },
    'color-convert@2.0.1': { integrity: 'e' },
    'real@2.0.0_@scope+peer@1.0.0': { integrity: 'f' },
    '@scope/peer@1.0.0': { integrity: 'g' },
  },
  redirects: { 'https://deno.land/x/oak/mod.ts': 'https://deno.land/x/oak@v12.0.0/mod.ts' },
  remote: {
    'https://deno.land/std@0.224.0/path/mod.ts': '0',
    'https://deno.land/std@0.224.0/path/posix.ts': '1',
    'https://deno.land/x/oak@v12.0.0/mod.ts': '2',
    'https://esm.sh/v135/react@18.2.0/denonext/react.mjs': '3',
    'https://esm.sh/*@scope/other@1.0.0&dev/x.mjs': '4',
    'https://plain.example/mod.ts': '5',
  },
  workspace: { dependencies: ['jsr:@std/assert@1'], packageJson: { dependencies: ['npm:chalk@4'] } },
});
const v3 = JSON.stringify({
  version: '3',
  packages: {
    specifiers: { 'jsr:@std/path@^0.2': 'jsr:@std/path@0.221.0', 'npm:chalk@5': 'npm:chalk@5.3.0' },
    jsr: { '@std/path@0.221.0': { integrity: 'a', dependencies: ['npm:chalk@5'] } },
    npm: { 'chalk@5.3.0': { integrity: 'b', dependencies: { x: 'x@1.0.0' } }, 'x@1.0.0': { integrity: 'c', dependencies: {} } },
  },
  remote: {},
});
const v2 = JSON.stringify({
  version: '2',
  remote: {},
  npm: { specifiers: { 'chalk@5': 'chalk@5.3.0' }, packages: { 'chalk@5.3.0': { integrity: 'b', dependencies: {} } } },
});

describeCataloger(denoLock, { 'app/deno.lock': v5 });

describe('deno.lock', () => {
  it.each([
    [
      'version 5',
      v5,
      [
        'pkg:generic/deno.land/std@0.224.0?download_url=https:%2F%2Fdeno.land%2Fstd%400.224.0 declared',
        'pkg:generic/deno.land/x/oak@v12.0.0?download_url=https:%2F%2Fdeno.land%2Fx%2Foak%40v12.0.0 declared',
        'pkg:generic/plain.example?download_url=https:%2F%2Fplain.example declared',
        'pkg:npm/%40scope/other@1.0.0 declared',
        'pkg:npm/%40scope/peer@1.0.0 declared transitive',
        'pkg:npm/%40std/assert@1.0.13?repository_url=https:%2F%2Fjsr.io declared direct → @std/internal',
        'pkg:npm/%40std/internal@1.0.8?repository_url=https:%2F%2Fjsr.io declared',
        'pkg:npm/ansi-styles@4.3.0 declared transitive → color-convert',
        'pkg:npm/chalk@4.1.2 declared direct → ansi-styles, real',
        'pkg:npm/color-convert@2.0.1 declared transitive',
        'pkg:npm/react@18.2.0 declared',
        'pkg:npm/real@2.0.0 declared transitive',
      ],
    ],
    [
      'version 3',
      v3,
      [
        'pkg:npm/%40std/path@0.221.0?repository_url=https:%2F%2Fjsr.io declared → chalk',
        'pkg:npm/chalk@5.3.0 declared → x',
        'pkg:npm/x@1.0.0 declared transitive',
      ],
    ],
    ['version 2', v2, ['pkg:npm/chalk@5.3.0 declared']],
    ['without packages', '{"version":"5"}', []],
    ['not JSON', '[', ['LOCKFILE_UNREADABLE deno.lock is not a JSON object']],
    ['something else', '{}', ['LOCKFILE_UNREADABLE deno.lock is not a lock file']],
    [
      'a key without a version',
      '{"version":"5","npm":{"x":{}}}',
      ['LOCKFILE_UNREADABLE deno.lock has a package of npm without a name and version'],
    ],
  ])('%s', (_name, content, expected) => {
    expect(listPackages('deno-lock', { 'deno.lock': content })).toEqual(expected);
  });
});
