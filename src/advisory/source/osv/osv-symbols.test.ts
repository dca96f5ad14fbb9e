import { expect, it } from 'vitest';
import { isForOtherSystemsOnly, readSymbols } from './osv-symbols.ts';

it.each<[string, unknown, unknown]>([
  ['Go: paths with and without functions', { imports: [{ path: 'net/http', symbols: ['Server.Serve', 'serve'] }, { path: 'os' }] }, [{ path: 'net/http', symbols: ['Server.Serve', 'serve'] }, { path: 'os', symbols: [] }]],
  ['RustSec: functions by crate', { affects: { functions: ['tar::Entry::unpack', 'tar::Entry::set', 'unpack'] } }, [{ path: 'tar', symbols: ['tar::Entry::unpack', 'tar::Entry::set'] }, { path: '', symbols: ['unpack'] }]],
  ['nothing where none are named', { urgency: 'low' }, []],
])('reads the functions that a record names. %s', (_name, specific, expected) => {
  expect(readSymbols({ ecosystem_specific: specific })).toEqual(expected);
}); // prettier-ignore

it('refuses an import without a path', () => {
  expect(() => readSymbols({ ecosystem_specific: { imports: [{}] } })).toThrow('import.path is not a string');
});

it.each<[string, unknown[], boolean]>([
  ['no import', [], false],
  ['an import for every system', [{ path: 'os', goos: ['windows'] }, { path: 'net' }], false],
  ['Linux among others', [{ path: 'os', goos: ['linux', 'darwin'] }], false],
  [
    'only others',
    [
      { path: 'os', goos: ['windows'] },
      { path: 'net', goos: ['darwin', 'ios'] },
    ],
    true,
  ],
])('tells whether a flaw is of other operating systems only: %s', (_name, imports, expected) => {
  expect(isForOtherSystemsOnly({ imports })).toBe(expected);
});
