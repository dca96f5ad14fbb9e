import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../docs/adr');
const records = readdirSync(folder).filter((name) => name !== 'README.md');

describe('decision records', () => {
  it('have different numbers', () => {
    const numbers = records.map((name) => name.slice(0, 4));
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
  });

  it('are listed in the README', () => {
    const listed = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, name]) => name);
    expect(listed).toEqual(records.sort());
  });

  it.each(records)('%s has its number in its heading', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(new RegExp(`^# 0*${Number(name.slice(0, 4))}\\.? `));
  });

  it.each(records)('%s refers to records that exist', (name) => {
    const named = [...readFileSync(join(folder, name), 'utf8').matchAll(/\b(00\d{2})\b/g)].map(([, number]) => number);
    expect(named.filter((number) => !records.some((record) => record.startsWith(`${number}-`)))).toEqual([]);
  });
});
