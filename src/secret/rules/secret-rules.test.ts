import { describe, expect, it } from 'vitest';
import { makeSecretSample } from '../../../test/support/secret-sample.ts';
import { describedRules } from '../describe-rule.ts';
import { compileRules } from '../engine/rule-set.ts';
import { SecretStream } from '../engine/secret-stream.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { secretRules } from './secret-rules.ts';

const all = compileRules(secretRules);

describe('rules about secrets', () => {
  it('have ids of their own', () => {
    const ids = describedRules.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('have patterns that need no second try', () => {
    for (const { detection } of secretRules) {
      if (detection.how === 'shape') continue;
      const options = { source: detection.pattern, ignoresCase: detection.ignoresCase === true };
      expect(() => compilePattern(parsePattern(detection.pattern), options)).not.toThrow();
    }
  });

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('%s finds its own secret and shows little of it', (id, rule) => {
    const sample = makeSecretSample(rule);
    if (sample === undefined) return;
    const alone = SecretStream.findIn(compileRules([rule]), sample.path, Buffer.from(sample.text));
    expect(alone.matches.map(({ ruleId }) => ruleId)).toEqual([id]);
    const together = SecretStream.findIn(all, sample.path, Buffer.from(sample.text));
    expect(together.matches).toHaveLength(1);
    const { excerpt } = together.matches[0]!;
    expect(excerpt).toMatch(/^.{0,44}\*{4}$/);
    const random = sample.value.slice(-12);
    // This one is public.
    if (random !== '' && id !== 'symfony-default-secret') expect(JSON.stringify(together)).not.toContain(random);
  });

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('%s leaves a placeholder alone', (_id, rule) => {
    const sample = makeSecretSample(rule);
    if (sample === undefined || sample.value === '') return;
    const shown = sample.value.slice(0, 6);
    const text = sample.text.replace(sample.value, `${shown}${'x'.repeat(sample.value.length - shown.length)}`);
    expect(SecretStream.findIn(all, sample.path, Buffer.from(text)).matches).toEqual([]);
  });
});
