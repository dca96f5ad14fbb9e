import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { chooseCommand, findEntry } from './choose-command.ts';
import { commands } from '../commands.ts';
import { findCommand } from './find-command.ts';
import { foreignCommands, plannedCommands } from './foreign-words.ts';

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
    ['--quiet scan alpine', 'scan', '--quiet alpine'],
    ['--cache-dir /c -v version', 'version', '--cache-dir /c -v'],
    ['node', 'scan', 'node'],
    ['sign generator', 'sign', 'generator'],
    ['sign --key k generate-key', 'sign', '--key k generate-key'],
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
    expect([found?.entry.name, found?.words.join(' ')]).toEqual([command, rest]);
  });

  it.each([
    ['scna', 'unknown command "scna"; did you mean "scan"?; try: pratique scan; for an image of that name, write docker.io/library/scna'],
    ['scn', undefined],
    [
      'scans x',
      'unknown command "scans"; did you mean "scan"?; try: pratique scan; for an image of that name, write docker.io/library/scans',
    ],
    [
      'monitor x',
      'unknown command "monitor"; here it is "watch"; try: pratique watch; for an image of that name, write docker.io/library/monitor',
    ],
    ['detect alpine', 'unknown command "detect"; try: pratique secrets TARGET; for an image of that name, write docker.io/library/detect'],
    [
      'diff a b',
      'unknown command "diff"; here it is "compare"; try: pratique compare; for an image of that name, write docker.io/library/diff',
    ],
    ['hepl', 'unknown command "hepl"; did you mean "help"?; try: pratique help; for an image of that name, write docker.io/library/hepl'],
    ['db', '"db" needs a verb; try: pratique help db'],
    ['db biuld', 'unknown command "db biuld"; did you mean "db build"?; try: pratique db build'],
    [
      'sign generate-keypair',
      'unknown command "sign generate-keypair"; did you mean "sign generate-key-pair"?; try: pratique sign generate-key-pair; for an image of that name, write docker.io/library/generate-keypair',
    ],
    [
      'sign generate',
      'unknown command "sign generate"; did you mean "sign generate-key-pair"?; try: pratique sign generate-key-pair; for an image of that name, write docker.io/library/generate',
    ],
    ['trust migrate', /^"trust migrate" needs a verb; try: pratique trust migrate inventory/],
    ['trust migrate chek', 'unknown command "trust migrate chek"; did you mean "trust migrate check"?; try: pratique trust migrate check'],
  ])('refuses %s', (line, expected) => {
    const said = refusal(() => findEntry(line.split(' ')));
    if (expected instanceof RegExp) expect(said).toMatch(expected);
    else expect(said).toBe(expected);
  });
});

describe('chooseCommand', () => {
  it.each([
    ['--ignore-unfixed scan alpine', 'scan', '--ignore-unfixed alpine'],
    ['--severity HIGH --exit-code=1 -f json scan alpine -q', 'scan', '--severity HIGH --exit-code=1 -f json alpine -q'],
    ['--severity HIGH alpine', 'scan', '--severity HIGH alpine'],
    ['--severity HIGH image alpine', 'scan', '--severity HIGH alpine'],
    ['--key k.pub verify alpine', 'verify', '--key k.pub alpine'],
    ['--yes clean alpine', 'clean', '--yes alpine'],
    ['-y trust signer remove x', 'trust signer remove', '-y x'],
    ['-q --only npm db update', 'db update', '-q --only npm'],
    ['--nonsense scan alpine', 'scan', '--nonsense alpine'],
    ['--severity HIGH -', 'scan', '--severity HIGH -'],
    ['--severity HIGH -- scan', 'scan', '--severity HIGH -- scan'],
  ])('%s', async (line, name, rest) => {
    const { command, words } = await chooseCommand(line.split(' '));
    expect([command.name, words.join(' ')]).toEqual([name, rest]);
  });

  it.each([
    ['--severity scan alpine', '--severity took the command "scan" as its value; try: pratique scan … --severity VALUE'],
    ['--severity HIGH scna alpine', /^unknown command "scna"; did you mean "scan"\?/],
    ['-y trust sing x', 'unknown command "trust sing"; did you mean "trust sign"?; try: pratique trust sign'],
    ['--severity HIGH history alpine', /^unknown command "history"/],
  ])('refuses %s', async (line, expected) => {
    const said = await chooseCommand(line.split(' ')).then(() => undefined, describeRefusal);
    if (expected instanceof RegExp) expect(said).toMatch(expected);
    else expect(said).toBe(expected);
  });
});

describe('words of other tools', () => {
  it('are not commands of this program', () => {
    const own = new Set(commands.map(({ name }) => name.split(' ')[0]));
    const others = [...plannedCommands].flatMap(([word, command]) => (word === command ? [] : [word]));
    expect([...others, ...foreignCommands.keys()].filter((word) => own.has(word))).toEqual([]);
  });

  it('lead to commands that exist', () => {
    const lines = [...foreignCommands.values()].flatMap((text) => text.match(/pratique [a-z -]+/g) ?? []);
    expect(lines.filter((line) => findCommand(line.trim().split(' '), 1) === undefined)).toEqual([]);
  });
});

function describeRefusal(error: unknown): string {
  if (!(error instanceof PratiqueError)) throw error;
  return `${error.message}; try: ${error.hint}`;
}

function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return describeRefusal(error);
  }
}
