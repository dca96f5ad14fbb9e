import { describe, expect, it } from 'vitest';
import { versionSchemes } from '../../../version/version-schemes.ts';
import { convertRange } from './osv-ranges.ts';

/** `+1.0` introduced, `-1.0` fixed, `=1.0` last affected, `<1.0` limit. */
function events(text: string): unknown {
  const kinds: Readonly<Record<string, string>> = { '+': 'introduced', '-': 'fixed', '=': 'last_affected', '<': 'limit' };
  return text.split(' ').map((event) => ({ [kinds[event[0]!]!]: event.slice(1) }));
}

function format(text: string, scheme: keyof typeof versionSchemes = 'semver'): string {
  const { intervals, problem } = convertRange(events(text), versionSchemes[scheme]);
  const shown = intervals.map(
    ({ introduced, fixed, lastAffected }) => `[${introduced}, ${lastAffected === undefined ? `${fixed ?? '∞'})` : `${lastAffected}]`}`,
  );
  return [...shown, ...(problem === undefined ? [] : [`!${problem}`])].join(' ');
}

describe('convertRange', () => {
  it.each([
    ['+0', '[0, ∞)'],
    ['+0 -1.2.3', '[0, 1.2.3)'],
    ['+0 =1.2.3', '[0, 1.2.3]'],
    ['+1.0.0', '[1.0.0, ∞)'],
    ['+0 -1.2.0 +2.0.0 -2.1.0', '[0, 1.2.0) [2.0.0, 2.1.0)'],
    // Events are a set: their order in the record means nothing.
    ['-2.1.0 +2.0.0 -1.2.0 +0', '[0, 1.2.0) [2.0.0, 2.1.0)'],
    ['+0 -1.2.0 +2.0.0', '[0, 1.2.0) [2.0.0, ∞)'],
    ['+0 -1.2.0 -1.3.0', '[0, 1.2.0)'],
    ['+0 +1.0.0 -1.2.0', '[0, 1.2.0)'],
    ['+1.0.0 =1.0.0', '[1.0.0, 1.0.0]'],
    ['+1.0.0 -1.0.0', ''],
    ['+0 -1.0.0 +1.0.0 -2.0.0', '[0, 1.0.0) [1.0.0, 2.0.0)'],
    ['+10.0.0 -9.0.0', '!it ends at 9.0.0 before it begins'],
    ['+0.8.7-0 -1.0.0', '[0.8.7-0, 1.0.0)'],
    ['+0 <2.0.0', '[0, 2.0.0)'],
    ['+0 -1.0.0 +1.5.0 <2.0.0', '[0, 1.0.0) [1.5.0, 2.0.0)'],
    ['+0 -3.0.0 <2.0.0', '[0, 2.0.0)'],
    ['+0 -1.0.0 +3.0.0 <2.0.0', '[0, 1.0.0)'],
    ['+0 <*', '[0, ∞)'],
    // What cannot be read stays as it was published, so that a match is undecided.
    ['+0 -nonsense', '[0, nonsense) !nonsense is not a valid semver version'],
    ['+* -1.0.0', '[*, 1.0.0) !* is not a valid semver version'],
    ['+main-gha.27122 -2.0.0', '[main-gha.27122, 2.0.0) !main-gha.27122 is not a valid semver version'],
    [`+0 -${'1'.repeat(1 << 20)}`, '!a version is too long'],
  ])('%.40s', (text, intervals) => expect(format(text)).toBe(intervals));

  it.each([
    ['deb', '+0 -1:1.3.dfsg+really1.3.1-1', '[0, 1:1.3.dfsg+really1.3.1-1)'],
    ['rpm', '+0 -0:9.72-1.el8_5.2', '[0, 0:9.72-1.el8_5.2)'],
    ['apk', '+0.9.13 -1.2.4-r3', '[0.9.13, 1.2.4-r3)'],
    ['apk', '+0 -0.8.21.r2', '[0, 0.8.21.r2) !0.8.21.r2 is not a valid apk version'],
    ['pep440', '+2.0rc1 -2.0 +0 -1.9', '[0, 1.9) [2.0rc1, 2.0)'],
  ] as const)('%s %s', (scheme, text, intervals) => expect(format(text, scheme)).toBe(intervals));

  it.each<[string, unknown]>([
    ['no events', []],
    ['events that are no list', { introduced: '0' }],
    ['another key', [{ introduced: '0', fixed: '1.0.0' }]],
    ['an unknown key', [{ begins: '0' }]],
    ['an empty event', [{}]],
    ['a number', [{ introduced: 0 }]],
    ['null', [null]],
  ])('refuses %s', (_name, value) =>
    expect(() => convertRange(value, versionSchemes.semver)).toThrow(expect.objectContaining({ name: 'RecordError' })),
  );
});
