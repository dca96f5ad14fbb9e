import { describe, expect, it } from 'vitest';
import { makeRuleFinding } from './rule-finding.ts';
import { type RuleDescription, type Violation } from './rule.ts';

const rule: RuleDescription = {
  id: 'root-user',
  kind: 'misconfiguration',
  title: 'Runs as root',
  remediation: 'Set USER.',
  severity: 'high',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  aliases: ['DL3002'],
};

describe('makeRuleFinding', () => {
  it('takes over what rule and violation say', () => {
    const violation: Violation = { message: 'm', location: { path: 'Dockerfile', line: 3 }, setting: 's', instruction: 'USER root', excerpt: 'e', exposure: 'history', packageId: 'p', severity: 'low', remediation: 'r' };
    expect(makeRuleFinding(rule, violation)).toEqual({
      kind: 'misconfiguration',
      ruleId: 'root-user',
      aliases: ['DL3002'],
      title: 'Runs as root',
      message: 'm',
      remediation: 'r',
      references: ['https://docs.docker.com/reference/dockerfile/#user'],
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      severity: 'low',
      lane: 'fix-now',
      locations: [{ path: 'Dockerfile', line: 3 }],
      setting: 's',
      instruction: 'USER root',
      excerpt: 'e',
      exposure: 'history',
      packageId: 'p',
    });
  });

  it('leaves out what the violation does not say', () => {
    const { fingerprint: _, ...finding } = makeRuleFinding(rule, { message: 'm' });
    expect(finding).toEqual({ kind: 'misconfiguration', ruleId: 'root-user', aliases: ['DL3002'], title: 'Runs as root', message: 'm', remediation: 'Set USER.', references: rule.references, severity: 'high', lane: 'fix-now', locations: [] });
  });

  it.each<[string, boolean, Violation, Violation]>([
    ['a line that moved', true, { message: 'a', location: { path: 'f', line: 1 } }, { message: 'b', location: { path: 'f', line: 9 } }],
    ['a layer that moved', true, { message: 'a', location: { path: 'f', layerIndex: 1 } }, { message: 'a', location: { path: 'f', layerIndex: 2 } }],
    ['a setting with another number', true, { message: 'a', setting: 'config.Env[1]', key: 'A' }, { message: 'a', setting: 'config.Env[3]', key: 'A' }],
    ['another file', false, { message: 'a', location: { path: 'f' } }, { message: 'a', location: { path: 'g' } }],
    ['another setting', false, { message: 'a', setting: 'config.Env' }, { message: 'a', setting: 'config.Labels' }],
    ['another key', false, { message: 'a', key: 'A' }, { message: 'a', key: 'B' }],
  ])('has a fingerprint that tells %s: same %s', (_, isSame, one, other) => {
    expect(makeRuleFinding(rule, one).fingerprint === makeRuleFinding(rule, other).fingerprint).toBe(isSame);
  });
}); // prettier-ignore
