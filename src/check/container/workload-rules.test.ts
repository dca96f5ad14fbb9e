import { describe, expect, it } from 'vitest';
import { checkCompose } from '../compose/check-compose.ts';
import { composeRules } from '../compose/compose-rules.ts';
import { checkKubernetes } from '../kubernetes/check-kubernetes.ts';
import { manifestRules } from '../kubernetes/manifest-rules.ts';
import { workloadKind } from '../workload-kind.ts';
import { containerRules } from './container-rules.ts';

function findRules(text: string): readonly string[] {
  const { findings, issues } =
    workloadKind(text) === 'kubernetes' ? checkKubernetes('a.yaml', text) : checkCompose('a.yaml', text, () => undefined);
  expect(issues).toEqual([]);
  return findings.map(({ ruleId }) => ruleId);
}

const all = [...containerRules, ...composeRules, ...manifestRules];

describe.each(all.map((rule) => [rule.id, rule] as const))('%s', (id, { examples }) => {
  it.each(examples.bad)('finds %j', (text) => {
    expect(findRules(text)).toContain(id);
  });

  it.each(examples.good)('accepts %j', (text) => {
    expect(findRules(text)).not.toContain(id);
  });
});

it('has one rule for each id', () => {
  expect(all.map(({ id }) => id)).toEqual([...new Set(all.map(({ id }) => id))]);
});
