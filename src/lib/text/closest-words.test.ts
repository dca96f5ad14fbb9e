import { expect, it } from 'vitest';
import { closestWords } from './closest-words.ts';

const words = ['express', 'express-session', 'lodash', 'lodash.merge', '@types/lodash', 'ini', 'libssl3', 'openssl'];

it.each<[string, readonly string[]]>([
  ['expres', ['express', 'express-session']],
  ['Lodsah', ['lodash']],
  ['lodash', ['lodash', 'lodash.merge', '@types/lodash']],
  ['ssl', ['libssl3', 'openssl']],
  ['in', []],
  ['left-pad', []],
  ['', []],
  ['x'.repeat(65), []],
])('%s', (typed, expected) => {
  expect(closestWords(typed, words, 3)).toEqual(expected);
});
