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
  ])('%s', (line, command, rest) => {
    const found = findEntry(line === '' ? [] : line.split(' '));
    expect([found.entry.name, found.words.join(' ')]).toEqual([command, rest]);
  });

  it.each([
    ['scna', 'scna is not a command; try: pratique scan; for an image of that name, pratique scan scna'],
    ['scn', undefined],
    ['scans x', 'scans is not a command; try: pratique scan; for an image of that name, pratique scan scans'],
    ['hepl', 'hepl is not a command; try: pratique help; for an image of that name, pratique scan hepl'],
  ])('misspelt %s', (line, expected) => {
    expect(refusal(() => findEntry(line.split(' ')))).toBe(expected);
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
