import { describe, expect, it } from 'vitest';
import { sketchImage } from '../../../test/support/image-sketch.ts';
import { checkFiles } from './check-files.ts';
import { checkImage } from './check-image.ts';
import { fileRules, imageRules } from './image-rules.ts';

function findRules(text: string): readonly string[] {
  const image = sketchImage(text);
  return [...checkImage(image).findings, ...checkFiles(image).findings].map(({ ruleId }) => ruleId);
}

describe.each([...imageRules, ...fileRules].map((rule) => [rule.id, rule] as const))('%s', (id, { examples }) => {
  it.each(examples.bad)('finds %j', (text) => {
    expect(findRules(text)).toContain(id);
  });

  it.each(examples.good)('accepts %j', (text) => {
    expect(findRules(text)).not.toContain(id);
  });
});

it('has one rule for each id and each alias', () => {
  const names = [...imageRules, ...fileRules].flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(names).toEqual([...new Set(names)]);
});
