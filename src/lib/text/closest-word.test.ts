import { describe, expect, it } from 'vitest';
import { closestWord } from './closest-word.ts';

const words = ['sigstore', 'notary', 'notation', 'identities', 'images', 'key'];

describe('closestWord', () => {
  it.each([
    ['sigstroe', 'sigstore'],
    ['Sigstore', 'sigstore'],
    ['notery', 'notary'],
    ['identitys', 'identities'],
    ['image', 'images'],
    ['kye', 'key'],
    ['k', undefined],
    ['cosign', undefined],
    ['', undefined],
    ['x'.repeat(65), undefined],
  ])('%s', (typed, expected) => {
    expect(closestWord(typed, words)).toBe(expected);
  });
});
