import { expect, it } from 'vitest';
import { formatRows } from '../trust/text.ts';
import { fitLines } from './fit-lines.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const text = ['    one two three four\n', `${digest}  signed\n`];

it('leaves lines whole where nobody reads them on a terminal', () => {
  expect([...fitLines(text, undefined)]).toEqual(text);
});

it('breaks lines between words and never breaks a digest', () => {
  expect([...fitLines(text, 16)].join('')).toBe(`    one two\n      three four\n${digest}\n  signed\n`);
});

it('breaks a reference that is too long by itself before its digest', () => {
  const line = `registry.example/app@${digest}  signed\n`;
  expect([...fitLines([line], 80)].join('')).toBe(`registry.example/app\n  @${digest}\n  signed\n`);
  expect([...fitLines([line], 100)].join('')).toBe(line);
});

it.each([undefined, 200])('writes a table that fits, or that is read by a program, in columns (%s)', (width) => {
  expect([...formatRows(['NAME', 'DIGEST'], [['1', digest]], [], width)].join('')).toBe(`NAME  DIGEST\n1     ${digest}\n`);
});

it('writes a table that is wider than the terminal as records', () => {
  const rows = [
    ['1', digest, '12', 'targets'],
    ['2', digest, '', 'targets/releases'],
  ];
  expect([...formatRows(['NAME', 'DIGEST', 'SIZE', 'ROLE'], rows, [2], 80)].join('')).toBe(
    `1\n  DIGEST\n    ${digest}\n  SIZE    12\n  ROLE    targets\n2\n  DIGEST\n    ${digest}\n  ROLE    targets/releases\n`,
  );
});
