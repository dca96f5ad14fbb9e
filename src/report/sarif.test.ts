import { describe, expect, it } from 'vitest';
import { checkOfficialSchema } from '../../test/support/official-schema.ts';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { makeSampleReport } from '../../test/support/sample-report.ts';
import { type RuleFinding } from '../model/finding.ts';
import { type ScanReport } from '../model/report.ts';
import { type JudgedReport, type ReporterOptions } from './reporter.ts';
import { writeSarif } from './sarif/write-sarif.ts';
import { securitySeverity } from './sarif/security-severity.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: unknown } },
  ];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly unknown[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string; readonly help: { readonly markdown: string }; readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string } }[] } };
  readonly automationDetails?: { readonly id: string };
  readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string } }[] }];
  readonly results: readonly Result[];
} // prettier-ignore

const options: ReporterOptions = { width: 80, useColor: false, isVerbose: false, toolVersion: '1.2.3' };
const sample = makeSampleReport();

function judge(report: ScanReport): JudgedReport {
  return { report, decision: { verdict: 'not-asked', statements: [], exitCode: 0 } };
}

function write(reports: readonly ScanReport[], changed: Partial<ReporterOptions> = {}): readonly Run[] {
  const document = JSON.parse([...writeSarif(reports.map(judge), { ...options, ...changed })].join('')) as { readonly runs: readonly Run[] };
  expect(checkOfficialSchema(document, 'sarif-2.1.0')).toEqual([]);
  return document.runs;
} // prettier-ignore

function makeRule(changed: Partial<RuleFinding>): RuleFinding {
  return { kind: 'misconfiguration', ruleId: 'R1', aliases: [], references: [], title: 'A rule', message: 'is broken', remediation: 'mend it', fingerprint: 'f', severity: 'high', lane: 'fix-now', locations: [{ path: 'a', layerIndex: 0 }], ...changed };
} // prettier-ignore

describe('SARIF', () => {
  it('has every finding as a result of a rule, at a relative path, worst first', () => {
    const [run] = write([sample]);
    expect(run?.results).toHaveLength(sample.findings.length);
    const rules = run?.tool.driver.rules ?? [];
    for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^(?!\.\.?\/)[\w.~!'()*%-]+(\/[\w.~!'()*%-]+)*$/);
      expect(locations[0].physicalLocation.region).toEqual({ startLine: 1 });
    }
    expect(run?.results[0]?.level).toBe('error');
  });

  it('places a result at the source that is known for it', () => {
    const [run] = write([sample], { locate: () => ({ path: 'my libs/100% [new]/größe/package-lock.json', line: 7, endLine: 9 }) });
    expect(run?.results[0]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'my%20libs/100%25%20%5Bnew%5D/gr%C3%B6%C3%9Fe/package-lock.json' },
      region: { startLine: 7, endLine: 9 },
    });
  });

  it('keeps a fingerprint for each, whatever the line, and counts equal ones', () => {
    const [a] = write([sample]);
    const [b] = write([sample], { locate: () => ({ path: 'Dockerfile', line: 3 }) });
    const hashes = (run: Run | undefined) => run?.results.map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash']);
    expect(hashes(a)).toEqual(hashes(b));
    expect(new Set(hashes(a)).size).toBe(sample.findings.length);
  });

  it('makes nothing of hostile text: no link, no tag, no control character', () => {
    const title = '[click](javascript:alert(1)) <img src=x onerror=alert(1)>\u001b[31m\u202e | @everyone';
    const [run] = write([{ ...sample, findings: [makeRule({ title, message: title, locations: [{ path: '../../etc/pass wd\u0007', layerIndex: 0 }] })] }]);
    const [result] = run?.results ?? [];
    expect(result?.message.text).toBe(
      '\\[click\\](javascript:alert(1)) <img src=x onerror=alert(1)>\\\\x1b\\[31m\\\\u{202e} | @everyone. mend it. Found in layer 0 (ADD … /), part of the base image. Path: ../../etc/pass wd\\\\x07',
    );
    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe('etc/pass%20wd%07');
    expect(run?.tool.driver.rules[0]?.help.markdown.split('\n')[0]).toBe(
      '**\\[click\\](javascript:alert(1)) \\<img src=x onerror=alert(1)\\>\\\\x1b\\[31m\\\\u\\{202e\\} \\| @\u200beveryone**',
    );
  }); // prettier-ignore

  it('keeps rules of two kinds apart that have one id', () => {
    const [run] = write([{ ...sample, findings: [makeRule({ ruleId: 'X' }), makeRule({ ruleId: 'X', kind: 'secret' })] }]);
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(['X', 'secret/X']);
  });

  it('has what could not be scanned as notifications', () => {
    const [run] = write([sample]);
    expect(run?.invocations[0].executionSuccessful).toBe(true);
    expect(run?.invocations[0].toolExecutionNotifications).toHaveLength(sample.issues.length);
    const [none] = write([{ ...sample, findings: [], packages: [], completeness: 'none' }]);
    expect(none?.invocations[0].executionSuccessful).toBe(false);
  });

  it('has suppressed findings as suppressed, and leaves them out for GitHub', () => {
    const suppressed = makeRule({ suppression: { reason: 'a test', origin: 'pratique.yaml:3' } });
    const report = { ...sample, findings: [suppressed, makeRule({ fingerprint: 'g', lane: 'not-applicable' })] };
    const [all] = write([report]);
    expect(all?.results.map(({ suppressions }) => suppressions)).toEqual([undefined, [{ kind: 'external', status: 'accepted', justification: 'a test (pratique.yaml:3)' }]]);
    const notes: string[] = [];
    expect(write([report], { sarifTarget: 'github', note: (line) => notes.push(line) })[0]?.results).toEqual([]);
    expect(notes).toEqual(['2 findings not in SARIF: suppressed or not applicable']);
  }); // prettier-ignore

  it('keeps the worst where a service takes fewer, and says how many it left out', () => {
    const findings = Array.from({ length: 5_003 }, (_, at) =>
      makeRule({ fingerprint: String(at), ruleId: `R${at}`, severity: at === 5_002 ? 'critical' : 'low' }),
    );
    const notes: string[] = [];
    const [run] = write([{ ...sample, findings }], { sarifTarget: 'github', note: (line) => notes.push(line) });
    expect(run?.results).toHaveLength(5_000);
    expect(run?.results[0]?.ruleId).toBe('R5002');
    expect(notes).toEqual(['3 findings left out of SARIF: the least severe of 5003, for a limit of 5000']);
    expect(run?.invocations[0].toolExecutionNotifications.at(-1)?.message.text).toBe(notes[0]);
  });

  it('has no more tags than are shown, however many aliases there are', () => {
    const { findings } = matchSituation({
      packages: [makePackage('npm/a 1.0.0')],
      facts: [{ on: 'npm/a', id: 'CVE-2024-0001', aliases: Array.from({ length: 30 }, (_, at) => `GHSA-aaaa-bbbb-00${at}`) }],
    });
    expect(write([{ ...sample, findings }])[0]?.tool.driver.rules[0]?.properties.tags).toHaveLength(10);
  });

  it('names each of several images by what stays the same from build to build', () => {
    const named = (name: string) => ({ ...sample, target: { ...sample.target, name } });
    const runs = write([named('host:5000/app:1'), named('host:5000/app:2'), named('other@sha256:0123')]);
    expect(runs.map(({ automationDetails }) => automationDetails?.id)).toEqual(['pratique/host-5000/app@linux/amd64/', 'pratique/host-5000/app@linux/amd64-2/', 'pratique/other@linux/amd64/']);
    expect(write([sample])[0]?.automationDetails).toBeUndefined();
    expect(write(Array.from({ length: 25 }, () => ({ ...sample, findings: [makeRule({})] }))).map(({ results }) => results.length)).toEqual([...Array.from({ length: 19 }, () => 1), 6]);
  }); // prettier-ignore
});

it.each([
  ['critical', 9.8, '9.8'],
  ['critical', 9, '9.5'],
  ['high', 9.8, '8.0'],
  ['high', 7.2, '7.2'],
  ['medium', undefined, '5.5'],
  ['low', 0, '2.0'],
  ['negligible', 5, '0.1'],
  ['unknown', 9.8, undefined],
] as const)('ranks %s with a score of %s as %s', (severity, score, expected) => {
  expect(securitySeverity(severity, score)).toBe(expected);
});
