import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { casesRoot } from '../../test/cases/case-suite.ts';
import { secretSamples } from '../../test/cases/secrets.ts';
import { describeCases } from '../../test/support/describe-cases.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { describeRule } from './describe-rule.ts';
import { SecretStream } from './engine/secret-stream.ts';

interface Sample {
  readonly id: number;
  readonly ruleId: string;
  readonly hit: boolean;
  readonly text: string;
  readonly path: string | null;
}

describeCases(secretSamples, () => {
  it('fire as gitleaks says, but for the exceptions', () => {
    const samples = gunzipSync(readFileSync(join(casesRoot, 'secrets/samples.jsonl.gz')))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample);
    const others = samples.filter((sample) => fires(sample) !== sample.hit).map(({ id }) => String(id));
    expect(others.sort()).toEqual(Object.keys(secretSamples.exceptions).sort());
    expect(samples).toHaveLength(secretSamples.count);
  });
});

/** Whether one of our rules that stands for theirs finds something: the map is the aliases of our rules. */
function fires({ ruleId, text, path }: Sample): boolean {
  const { matches } = SecretStream.findIn(builtInRuleSet(), path ?? 'sample', Buffer.from(text));
  return matches.some((match) => describeRule(match.ruleId)?.aliases.includes(`gitleaks:${ruleId}`));
}
