import { describe, expect, it } from 'vitest';
import { sketchImage } from '../../../test/support/image-sketch.ts';
import { imageRules } from './image-rules.ts';

describe.each(imageRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it.each(rule.examples.bad)('finds %j', (text) => {
    expect([...rule.check(sketchImage(text))]).not.toEqual([]);
  });

  it.each(rule.examples.good)('accepts %j', (text) => {
    expect([...rule.check(sketchImage(text))]).toEqual([]);
  });
});

it('has one rule for each id and each alias', () => {
  const names = imageRules.flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(names).toEqual([...new Set(names)]);
});
