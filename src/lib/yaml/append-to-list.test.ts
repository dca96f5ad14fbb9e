import { expect, it } from 'vitest';
import { appendToList } from './append-to-list.ts';

function append(text: string): string | undefined {
  return appendToList(text, 'a', 'list', 'x: 1', 10);
}

it.each([
  ['the list is made', 'a:\n  b: 1\n', 'a:\n  b: 1\n  list:\n    - x: 1\n'],
  ['the last line may be open', 'a:\n  b: 1', 'a:\n  b: 1\n  list:\n    - x: 1\n'],
  ['comments stay where they are', 'a:\n  b: [1, 2] # two\n# end\nc: 1\n', 'a:\n  b: [1, 2] # two\n  list:\n    - x: 1\n# end\nc: 1\n'],
  ['text of several lines stays whole', 'a:\n  b: |\n    1\n    2\nc: 1\n', 'a:\n  b: |\n    1\n    2\n  list:\n    - x: 1\nc: 1\n'],
  [
    'an item is added',
    'a:\n  list:\n    - y: 1 # y\n    - {z: 1}\n  b: 1\n',
    'a:\n  list:\n    - y: 1 # y\n    - {z: 1}\n    - x: 1\n  b: 1\n',
  ],
  ['the indent is kept', 'a:\n    list:\n    - y: 1\n      z: 2\n', 'a:\n    list:\n    - y: 1\n      z: 2\n    - x: 1\n'],
])('%s', (_, text, expected) => {
  expect(append(text)).toBe(expected);
});

it.each(['', 'b: 1\n', 'a: {b: 1}\n', 'a:\n', 'a: 1\n', 'a:\n  list: []\n', 'a:\n  list: {y: 1}\n', 'a:\n  list: y\n'])(
  'leaves %j alone',
  (text) => {
    expect(append(text)).toBeUndefined();
  },
);
