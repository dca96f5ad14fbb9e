import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

const variables = new Map([['A', 'a'], ['EMPTY', '']]); // prettier-ignore

describe('interpolation of Compose', () => {
  it.each<[string, string, boolean]>([
    ['plain', 'plain', false],
    ['$A-${A}', 'a-a', false],
    ['$$A', '$A', false],
    ['Tq9$$vL2m', 'Tq9$vL2m', false],
    ['${B}', '', true],
    ['$B', '', true],
    ['${B:-x}', 'x', false],
    ['${B-x}', 'x', false],
    ['${EMPTY:-x}', 'x', false],
    ['${EMPTY-x}', '', false],
    ['${B:?must be set}', '', true],
    ['${A:?must be set}', 'a', false],
    ['${A:+yes}', 'yes', false],
    ['${B:+yes}', '', false],
    ['${B:-${C:-${A}}}', 'a', false],
    ['${SOCK:-/var/run/docker.sock}:/s.sock', '/var/run/docker.sock:/s.sock', false],
    ['${', '${', false],
    ['a$', 'a$', false],
    ['$1', '$1', false],
    ['${A B}', '${A B}', false],
  ])('%s is %j, open: %s', (text, expected, isOpen) => {
    expect(interpolate(text, variables)).toEqual({ text: expected, isOpen });
  });

  it('ends on any depth', () => {
    const text = '${B:-'.repeat(5_000) + '}'.repeat(5_000);
    expect(interpolate(text, variables).isOpen).toBe(false);
  });
});
