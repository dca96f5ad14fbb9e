import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../model/pratique-error.ts';
import { findEntry } from './choose-command.ts';

describe('findEntry', () => {
  it.each([
    ['', 'help', ''],
    ['--help', 'help', ''],
    ['-h', 'help', ''],
    ['--version', 'version', ''],
    ['version', 'version', ''],
    ['scan alpine', 'scan', 'alpine'],
    ['cves alpine', 'cves', 'alpine'],
    ['alpine:3.20', 'scan', 'alpine:3.20'],
    ['./scna', 'scan', './scna'],
    ['--severity HIGH alpine', 'scan', '--severity HIGH alpine'],
    ['--quiet scan alpine', 'scan', '--quiet alpine'],
    ['--cache-dir /c -v version', 'version', '--cache-dir /c -v'],
    ['node', 'scan', 'node'],
    ['image alpine', 'scan', 'alpine'],
    ['fs .', 'scan', '.'],
    ['fs', 'scan', 'fs'],
    ['sbom:1', 'scan', 'sbom:1'],
    ['trust --help', 'help', 'trust'],
    ['trust migrate -h', 'help', 'trust migrate'],
    ['trust migrate check x', 'trust migrate check', 'x'],
    ['-q trust migrate inventory --format json', 'trust migrate inventory', '-q --format json'],
  ])('%s', (line, command, rest) => {
    const found = findEntry(line === '' ? [] : line.split(' '));
    expect([found.entry.name, found.words.join(' ')]).toEqual([command, rest]);
  });

  it.each([
    ['scna', 'scna is not a command; try: pratique scan; for an image of that name, pratique scan scna'],
    ['scn', undefined],
    ['scans x', 'scans is not a command; try: pratique scan; for an image of that name, pratique scan scans'],
    ['sbom alpine', 'sbom is not built yet; try: pratique help shows what is; for an image of that name, pratique scan sbom'],
    ['compare a b', 'compare is not built yet; try: pratique help shows what is; for an image of that name, pratique scan compare'],
    ['hepl', 'hepl is not a command; try: pratique help; for an image of that name, pratique scan hepl'],
    ['db', 'db needs a verb; try: pratique db build, pratique db update, pratique db status, pratique db search'],
    ['db biuld', 'db has no verb "biuld"; try: pratique db build'],
    ['trust migrate', /^trust migrate needs a verb; try: pratique trust migrate inventory/],
    ['trust migrate chek', 'trust migrate has no verb "chek"; try: pratique trust migrate check'],
  ])('misspelt %s', (line, expected) => {
    const told = refusal(() => findEntry(line.split(' ')));
    if (expected instanceof RegExp) expect(told).toMatch(expected);
    else expect(told).toBe(expected);
  });
});

function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return `${error.message}; try: ${error.hint}`;
  }
}
