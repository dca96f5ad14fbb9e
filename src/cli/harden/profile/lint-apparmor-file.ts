import { spawnSync } from 'node:child_process';
import { lintAppArmor } from '../../../harden/apparmor/lint-apparmor.ts';
import { makeRuleFinding } from '../../../model/rule-finding.ts';
import { type RuleFinding } from '../../../model/finding.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { lintReport } from '../../../scan/lint-report.ts';

/** Our rules, and the errors of apparmor_parser where it is installed. It reads the profile from standard input, and loads nothing. */
export function lintAppArmorFile(path: string, bytes: Buffer, runtime: Runtime): ScanReport {
  const own = lintAppArmor(bytes.toString('utf8'), path);
  const findings = own.some(({ ruleId }) => ruleId === 'apparmor-no-profile') ? own : [...own, ...parserFindings(path, bytes)];
  return lintReport({ name: path, scheme: 'apparmor' }, () => ({ findings, issues: [], isEmpty: bytes.length === 0 }), runtime);
}

const rule = {
  id: 'apparmor-parser',
  kind: 'misconfiguration',
  title: 'apparmor_parser refuses the profile',
  remediation: 'Correct the line.',
  severity: 'high',
  references: [],
  aliases: [],
} as const;

function parserFindings(path: string, bytes: Buffer): readonly RuleFinding[] {
  const { status, stderr, error } = spawnSync('apparmor_parser', ['--skip-kernel-load', '--skip-cache', '--quiet'], { input: bytes, timeout: 10_000, maxBuffer: 1024 * 1024 });
  if (error !== undefined || status === 0) return [];
  const text = stderr.toString('utf8').trim().split('\n').slice(0, 3).join(' ').slice(0, 300);
  const line = Number(/line (\d+)/.exec(text)?.[1] ?? 1);
  return [makeRuleFinding(rule, { message: text === '' ? 'apparmor_parser refuses it' : text, location: { path, line }, key: text })];
} // prettier-ignore
