import { describe, expect, it } from 'vitest';
import { makeCleanReport } from '../../../test/support/sample-report.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type RuleDescription, type Violation } from '../../model/rule.ts';
import { viewReport } from '../report-view.ts';
import { writeRuleFindings } from './rule-rows.ts';
import { makeStyle } from './style.ts';

const rule: RuleDescription = { id: 'setuid-file', kind: 'misconfiguration', title: 'A file is set-user-ID', remediation: 'Remove the bit: chmod u-s FILE.', severity: 'low', references: ['https://example.org/setuid'], aliases: ['CIS-DI-0008', 'DKL-X'] }; // prettier-ignore
const key: RuleDescription = { ...rule, id: 'aws-key', kind: 'secret', title: 'AWS access key', severity: 'critical', remediation: 'Revoke the key.', aliases: [] }; // prettier-ignore

function write(findings: readonly RuleFinding[], width = 80, isVerbose = false): string {
  const view = viewReport({ report: { ...makeCleanReport(), findings }, decision: { verdict: 'not-asked', statements: [], exitCode: 0 } });
  return [...writeRuleFindings(view, view.shown, { width, style: makeStyle(false, false), isVerbose })].join('\n');
}

const setuid = (path: string): RuleFinding =>
  makeRuleFinding(rule, { message: `${path} is set-user-ID root`, location: { path, layerIndex: 1 } });
const secret: Violation = { message: 'an AWS access key', location: { path: 'app/.env', layerIndex: 2, line: 3 }, excerpt: 'KEY=AKIA****', exposure: 'deleted' }; // prettier-ignore

describe('findings of rules', () => {
  it('are grouped by kind and by rule, with the place, the instruction and what to do', () => {
    const files = ['bin/a', 'bin/b', 'bin/c', 'bin/d'].map(setuid);
    expect(write([...files, makeRuleFinding(key, secret)])).toBe(`
  MISCONFIGURATION
    setuid-file  low         A file is set-user-ID (4 places)
      bin/a is set-user-ID root · layer 1 · RUN apt-get update && apt-get insta…
      bin/b is set-user-ID root · layer 1 · RUN apt-get update && apt-get insta…
      bin/c is set-user-ID root · layer 1 · RUN apt-get update && apt-get insta…
      and 1 more with --verbose
      → Remove the bit: chmod u-s FILE.

  SECRETS
    aws-key  critical    an AWS access key
      /app/.env:3 · deleted but extractable · layer 2 · COPY node_modules /app/…
        KEY=AKIA****
      → Revoke the key.`);
  });

  it('say everything with --verbose', () => {
    expect(write(['bin/a', 'bin/b'].map(setuid), 100, true)).toBe(`
  MISCONFIGURATION
    setuid-file  low         A file is set-user-ID (2 places)
      bin/a is set-user-ID root · layer 1 · RUN apt-get update && apt-get install -y --no-install-r…
      bin/b is set-user-ID root · layer 1 · RUN apt-get update && apt-get install -y --no-install-r…
      → Remove the bit: chmod u-s FILE.
      also CIS-DI-0008, DKL-X
      https://example.org/setuid`);
  });

  it('fit a narrow terminal, and name a line of a file of its own', () => {
    const finding = makeRuleFinding(rule, { message: 'a message of quite some length for this width', location: { path: 'Dockerfile', line: 7 } });
    expect(write([finding], 40)).toBe(`
  MISCONFIGURATION
    setuid-file  low
      a message of quite some length for
      this width
      Dockerfile:7
      → Remove the bit: chmod u-s FILE.`);
  }); // prettier-ignore

  it('name the setting of an image configuration, and escape control characters', () => {
    const finding = makeRuleFinding(rule, { message: 'a\u001b[31m', setting: 'config.User', instruction: '/bin/sh -c #(nop) USER root' });
    expect(write([finding])).toBe(`
  MISCONFIGURATION
    setuid-file  low         a\\x1b[31m
      config.User · USER root
      → Remove the bit: chmod u-s FILE.`);
  });
});
