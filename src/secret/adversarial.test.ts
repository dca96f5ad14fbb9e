import { expect, it } from 'vitest';
import { processorMs } from '../../test/support/processor-time.ts';
import { makeSecretSample } from '../../test/support/secret-sample.ts';
import { compileRules } from './engine/rule-set.ts';
import { SecretStream } from './engine/secret-stream.ts';
import { secretRules } from './rules/secret-rules.ts';
import { type SecretRule } from './secret-rule.ts';

const bytes = 48 * 1024;

/** Text that is all beginnings: of keywords, of names without values, of values that break off. */
function attacks(rule: SecretRule): readonly string[] {
  const { detection } = rule;
  const sample = makeSecretSample(rule);
  const value = sample?.value ?? '';
  const keywords =
    detection.how === 'shape'
      ? detection.keywords
      : detection.how === 'token'
        ? (detection.anchors ?? []).map(({ keyword }) => keyword)
        : detection.names;
  return [
    ...keywords.flatMap((word) => [word, `${word} `, `${word}=`, `${word}=a`, `${word}: "`, `${word}A`]),
    ...(value === ''
      ? []
      : [value.slice(0, 5), value.slice(0, value.length >> 1), `${keywords[0] ?? ''}=${value.slice(0, -1)} `, `${value}\n`]),
  ].filter((text) => text !== '');
}

/**
 * No pattern tries again, so time grows with the length of the text and nothing else. This text takes a rule some milliseconds; one that tried again
 * at each of its places would take seconds. Processor time too depends on what shares the machine, so the bound is between the two.
 */
it('no text makes a rule slow [192]', () => {
  const slow: string[] = [];
  for (const rule of secretRules) {
    const alone = compileRules([rule]);
    for (const attack of attacks(rule)) {
      const text = Buffer.alloc(bytes, attack, 'latin1');
      const measure = (): number => processorMs(() => SecretStream.findIn(alone, 'a.env', text));
      if (measure() > 200 && measure() > 200) slow.push(`${rule.id}: ${JSON.stringify(attack.slice(0, 60))}`);
    }
  }
  expect(slow).toEqual([]);
});
