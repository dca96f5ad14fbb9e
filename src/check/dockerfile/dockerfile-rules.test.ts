import { describe, expect, it } from 'vitest';
import { checkDockerfile } from './check-dockerfile.ts';
import { dockerfileRules } from './dockerfile-rules.ts';
import { type LabelType, type LintSettings } from './lint-settings.ts';
import { type DockerfileRule } from './dockerfile-rule.ts';

/** What the examples of rules that need settings are checked with. */
const settings: LintSettings = {
  ignorePatterns: ['build'],
  severities: new Map([['inline-ignore', 'negligible']]),
  disablesIgnores: true,
};
const schema = new Map<string, LabelType>([
  ['required', 'text'], ['url', 'url'], ['created', 'rfc3339'], ['license', 'spdx'], ['revision', 'hash'], ['version', 'semver'], ['contact', 'email'],
]); // prettier-ignore

function settingsFor({ id }: DockerfileRule): LintSettings {
  if (id === 'untrusted-registry') return { ...settings, trustedRegistries: ['trusted.example'] };
  if (id === 'label-missing') return { ...settings, labelSchema: new Map([['required', 'text']]) };
  if (id === 'label-superfluous') return { ...settings, labelSchema: schema, hasStrictLabels: true };
  return id.startsWith('label-') ? { ...settings, labelSchema: schema } : settings;
}

function hits(rule: DockerfileRule, text: string): readonly string[] {
  return checkDockerfile(text, 'Dockerfile', settingsFor(rule)).findings.filter(({ ruleId }) => ruleId === rule.id).map(({ message }) => message); // prettier-ignore
}

describe.each(dockerfileRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it.each(rule.examples.bad)('finds %j', (text) => {
    expect(hits(rule, text)).not.toEqual([]);
  });

  it.each(rule.examples.good)('leaves %j alone', (text) => {
    expect(hits(rule, text)).toEqual([]);
  });

  it('says what it is about', () => {
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
    expect(rule.remediation).toMatch(/^[A-Z].*\.$/);
    expect(rule.rationale).toMatch(/\.$/);
    expect(rule.title).not.toMatch(/\.$/);
  });
});

/** Numbers that hadolint does not use. */
const notThere: ReadonlySet<string> = new Set(['DL3005', 'DL3017', 'DL3031', 'DL3039']);

it('have ids of their own', () => {
  expect(new Set(dockerfileRules.map(({ id }) => id)).size).toBe(dockerfileRules.length);
});

it.each([
  ...Array.from({ length: 67 }, (_, at) => `DL3${String(at).padStart(3, '0')}`).filter((name) => !notThere.has(name)),
  ...['DL1001', 'DL3067', 'DL4000', 'DL4001', 'DL4003', 'DL4004', 'DL4005', 'DL4006'],
  ...[1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31].map((at) => `DS-${String(at).padStart(4, '0')}`),
  ...'StageNameCasing FromAsCasing NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName JSONArgsRecommended MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar MultipleInstructionsDisallowed LegacyKeyValueFormat RedundantTargetPlatform SecretsUsedInArgOrEnv InvalidDefaultArgInFrom FromPlatformFlagConstDisallowed CopyIgnoredFile InvalidDefinitionDescription ExposeProtoCasing ExposeInvalidFormat'.split(' '),
])('%s has a rule', (name) => {
  expect(dockerfileRules.filter(({ aliases }) => aliases.includes(name))).not.toEqual([]);
}); // prettier-ignore
