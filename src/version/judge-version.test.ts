import { describe, expect, it } from 'vitest';
import { type AffectedRange } from '../model/advisory.ts';
import { judgeVersion } from './judge-version.ts';
import { versionSchemes } from './version-schemes.ts';

const fixed: AffectedRange = { introduced: '0', fixed: '1.0-1' };
const later: AffectedRange = { introduced: '2.0-1', fixed: '2.0-3' };
const open: AffectedRange = { introduced: '0' };
const from: AffectedRange = { introduced: '1.0-1' };
const soon: AffectedRange = { introduced: '0', fixed: 'soon' };
const none = undefined;

describe('judgeVersion', () => {
  it.each<[string | undefined, readonly AffectedRange[], readonly string[], string]>([
    // Neither ranges nor versions: every version.
    ['1.0-1', [], [], 'affected'],
    [none, [], [], 'affected'],
    ['unknown', [], [], 'affected'],
    // Ranges.
    ['0.9-1', [fixed], [], 'affected by 0'],
    ['1.0-1', [fixed], [], 'not-affected'],
    ['2.0-2', [fixed, later], [], 'affected by 2.0-1'],
    ['1.0-1', [soon, fixed], [], 'undecided'],
    ['2.0-2', [soon, later], [], 'affected by 2.0-1'],
    [none, [fixed], [], 'undecided'],
    [none, [from], [], 'undecided'],
    [none, [open], [], 'affected by 0'],
    [none, [fixed, open], [], 'affected by 0'],
    ['unknown', [fixed], [], 'undecided'],
    ['unknown', [open], [], 'affected by 0'],
    ['', [fixed], [], 'undecided'],
    // Versions.
    ['1.0-1', [], ['1.0-1'], 'affected'],
    ['1.0-1', [], ['1.0-2'], 'not-affected'],
    ['1.0-1', [], ['unknown'], 'not-affected'],
    [none, [], ['1.0-1'], 'undecided'],
    ['unknown', [], ['1.0-1'], 'undecided'],
    ['unknown', [], ['unknown'], 'affected'],
    ['', [], ['1.0-1'], 'undecided'],
    // Both.
    ['2.0-3', [fixed], ['2.0-3'], 'affected'],
    ['2.0-3', [fixed], ['2.0-4'], 'not-affected'],
    ['1.0-1', [soon], ['2.0-4'], 'undecided'],
    ['1.0-1', [soon], ['1.0-1'], 'affected'],
    [none, [fixed], ['1.0-1'], 'undecided'],
    [none, [open], ['1.0-1'], 'affected by 0'],
    ['unknown', [fixed], ['1.0-1'], 'undecided'],
    ['unknown', [fixed], ['unknown'], 'affected'],
  ])('%j in %j or %j: %s', (version, ranges, versions, expected) => {
    const verdict = judgeVersion(versionSchemes.deb, version, ranges, versions);
    const range = verdict.answer === 'affected' ? verdict.range : undefined;
    expect(range === undefined ? verdict.answer : `${verdict.answer} by ${range.introduced}`).toBe(expected);
  });
});
