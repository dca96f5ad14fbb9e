import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeHostileReport } from '../../../test/support/hostile-report.ts';
import { makeCleanReport, makeSampleReport } from '../../../test/support/sample-report.ts';
import { sampleVerdicts } from '../../../test/support/sample-verdicts.ts';
import { type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { compareWithBaseline } from '../../policy/baseline/compare-with-baseline.ts';
import { type ScanReport } from '../../model/report.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { readReports } from './read-reports.ts';
import { writeJson } from './write-json.ts';

const schema = JSON.parse(readFileSync(new URL('../../../docs/reference/report.schema.json', import.meta.url), 'utf8')) as JsonSchema;
const options: ReporterOptions = { width: 80, useColor: false, isVerbose: false, toolVersion: '1' };
const failures: readonly FailedTarget[] = [{ name: 'x.tar', reportsBefore: 1, code: 'TARGET_NOT_FOUND', message: 'm', hint: 'h' }];
const sample = makeSampleReport();

function judge(report: ScanReport): JudgedReport {
  const statements = [{ text: 's', isMet: false, violatedBy: ['f'] }];
  return { report, decision: { verdict: 'fail', judged: ['findings'], statements, exitCode: 7 } };
}

function write(reports: readonly ScanReport[], changed: Partial<ReporterOptions> = {}): string {
  return [...writeJson(reports.map(judge), { ...options, ...changed })].join('');
}

describe('a JSON report that is read', () => {
  it.each<[string, ScanReport]>([
    ['the sample', sample],
    ['nothing found', makeCleanReport()],
    ['hostile names', makeHostileReport()],
    ['a baseline', compareWithBaseline(sample, makeCleanReport())],
    ...Object.entries(sampleVerdicts).map(
      ([name, trust]) => [`verified: ${name}`, { ...makeCleanReport(), trust }] as [string, ScanReport],
    ),
  ])('is written as it was: %s', (_, report) => {
    const text = write([report], { failures });
    const read = readReports(Buffer.from(text), 'r.json', schema);
    expect([...writeJson(read.reports, { ...options, failures: read.failures })].join('')).toBe(text);
    expect(read.filtered).toEqual([]);
  });

  it('says what its filters left out', () => {
    const text = write([sample], { display: { severities: new Set(['critical']) } });
    expect(readReports(Buffer.from(text), 'r.json', schema).filtered).toEqual([sample.target.name]);
  });

  it('may have members of later versions', () => {
    const text = write([sample]).replace('{"target":{', '{"later":{"x":1},"target":{"later":[],');
    expect(readReports(Buffer.from(text), 'r.json', schema).reports).toHaveLength(1);
  });

  it.each([
    ['', 'r.json is empty'],
    ['[', 'r.json is not JSON'],
    ['{}', 'r.json: is not a report of this version of Pratique'],
    ['{"schemaVersion":2,"tool":{},"reports":[]}', 'r.json: is not a report of this version of Pratique'],
    ['{"schemaVersion":1,"tool":{"name":"pratique","version":"1"},"reports":{}}', 'r.json: /reports is not of type array'],
    [write([sample]).replace('"startedAt":"2026-03-01T12:00:00.000Z"', '"startedAt":"now"'), 'r.json: /reports/0/startedAt is not a time'],
    [write([sample]).replace('"lane":"fix-now"', '"lane":"x"'), /^r\.json: \/reports\/0\/findings\/\d+\/lane is none of the values that are allowed$/],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 'r.json is nested more than 32 deep'],
  ])('is refused: %j', (text, message) => {
    const thrown = expect.objectContaining({ code: 'REPORT_INVALID', message: typeof message === 'string' ? message : (expect.stringMatching(message) as string) }) as Error;
    expect(() => readReports(Buffer.from(text), 'r.json', schema)).toThrow(thrown);
  }); // prettier-ignore
});
