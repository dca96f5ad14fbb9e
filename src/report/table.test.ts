import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeCleanReport, makeCrowdedReport, makeSampleReport } from '../../test/support/sample-report.ts';
import { sampleVerdicts } from '../../test/support/sample-verdicts.ts';
import { displayWidth } from '../lib/terminal/display-width.ts';
import { type Decision } from '../model/decision.ts';
import { type ScanReport } from '../model/report.ts';
import { type FailedTarget, type ReporterOptions } from './reporter.ts';
import { writeTable } from './table/write-table.ts';

const options: ReporterOptions = { width: 80, useColor: false, isVerbose: false, toolVersion: '0.1.0' };
const notAsked: Decision = { verdict: 'not-asked', statements: [], exitCode: 0 };
const passed: Decision = {
  verdict: 'pass',
  statements: [{ text: 'no findings of severity critical', isMet: true, violatedBy: [] }],
  exitCode: 0,
};

function failed(report: ScanReport): Decision {
  const critical = report.findings.filter((finding) => finding.severity === 'critical').map((finding) => finding.fingerprint);
  return {
    verdict: 'fail',
    statements: [
      { text: `${critical.length} findings of severity critical`, isMet: false, violatedBy: critical },
      { text: 'no findings known to be exploited', isMet: true, violatedBy: [] },
    ],
    exitCode: 1,
  };
}

function table(report: ScanReport, decision: Decision, changed: Partial<ReporterOptions> = {}): string {
  return [...writeTable([{ report, decision }], { ...options, ...changed })].join('');
}

/** Up to where the details begin. */
function firstScreen(text: string): readonly string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => /^(FIX NOW|NO FIX YET|WON’T BE FIXED|NOT APPLICABLE) {2}\d|^NOT SCANNED|^WARNINGS/.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

describe('golden files', () => {
  const report = makeSampleReport();
  it.each<[string, ScanReport, Decision, Partial<ReporterOptions>]>([
    ['sample-80.txt', report, failed(report), {}],
    ['sample-80-color.txt', report, failed(report), { useColor: true }],
    ['sample-100.txt', report, failed(report), { width: 120 }],
    ['sample-100-color.txt', report, failed(report), { width: 120, useColor: true }],
    ['sample-80-verbose.txt', report, notAsked, { isVerbose: true }],
    ['sample-50.txt', report, notAsked, { width: 50 }],
    [
      'sample-80-filtered.txt',
      report,
      notAsked,
      { display: { severities: new Set(['critical', 'high']), ignoreUnfixed: true, ignoreBase: true } },
    ],
    ['clean-80.txt', makeCleanReport(), passed, {}],
    ['nothing-incomplete-80.txt', { ...makeSampleReport(), findings: [] }, notAsked, {}],
  ])('%s', async (file, shown, decision, changed) => {
    await expect(table(shown, decision, changed)).toMatchFileSnapshot(`testdata/${file}`);
  });
});

describe('at any width', () => {
  const crowded = makeCrowdedReport();
  const warned = { ...crowded, target: { ...crowded.target, connection: 'unverified' as const }, trust: sampleVerdicts.refused };
  const reports = { sample: makeSampleReport(), clean: makeCleanReport(), crowded, warned };
  const rows = Object.entries(reports).flatMap(([name, report]) => [40, 50, 80, 120, 200].map((width) => [name, width, report] as const));

  it.each(rows)('%s at %i: no line is wider', (_, width, report) => {
    for (const isVerbose of [false, true]) {
      const wider = table(report, failed(report), { width, isVerbose })
        .split('\n')
        // Half an address leads nowhere.
        .filter((line) => displayWidth(line) > width && !/^ +https?:\/\/\S+$/.test(line));
      expect(wider).toEqual([]);
    }
  });

  it.each(rows)('%s at %i: the first screen has at most 40 lines', (_, width, report) => {
    const many = {
      ...failed(report),
      statements: Array.from({ length: 9 }, () => ({ text: 'a statement of the policy', isMet: false, violatedBy: [] })),
    };
    const lines = firstScreen(table(report, many, { width }));
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('links add nothing but links', () => {
    const report = makeSampleReport();
    const linked = table(report, failed(report), { useHyperlinks: true });
    expect(linked).toContain('\u001b]8;;https://www.cve.org/CVERecord?id=CVE-2023-38545\u001b\\CVE-2023-38545\u001b]8;;\u001b\\  critical');
    expect(linked.replaceAll(/\u001b\]8;;[\x21-\x7e]*\u001b\\/g, '')).toBe(table(report, failed(report)));
  });

  it('is at most 100 columns wide', () => {
    const report = makeSampleReport();
    expect(table(report, failed(report), { width: 200 })).toBe(table(report, failed(report), { width: 100 }));
  });

  it('colour adds nothing but colour', () => {
    const report = makeSampleReport();
    expect(stripVTControlCharacters(table(report, failed(report), { useColor: true }))).toBe(table(report, failed(report)));
  });
});

it('escapes control characters and bidirectional overrides of the image', () => {
  const text = table(makeSampleReport(), notAsked, { isVerbose: true });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text).toContain('ev\\x1b[31mil\\u{202e}gnp');
});

it.each([
  ['nothing, but incomplete', { ...makeSampleReport(), findings: [] }, notAsked],
  ['passed, but incomplete', { ...makeSampleReport(), findings: [] }, passed],
  ['nothing could be looked at', { ...makeSampleReport(), findings: [], packages: [], completeness: 'none' as const }, notAsked],
])('shows INCOMPLETE next to a count of zero: %s', (_, report, decision) => {
  const lines = table(report, decision).split('\n');
  expect(lines.filter((line) => line.startsWith('FINDINGS'))).toEqual(['FINDINGS  none · INCOMPLETE']);
  expect(lines[0]).toContain('INCOMPLETE');
});

it('counts what a filter hides, and never hides what is known to be exploited', () => {
  const text = table(makeSampleReport(), notAsked, { display: { severities: new Set(['critical']), ignoreUnfixed: true } });
  expect(text).toContain('hidden by --severity');
  expect(text).toContain('CVE-2024-45491');
});

describe('several targets', () => {
  const clean = makeCleanReport();
  const arm = { ...clean, target: { ...clean.target, platform: { os: 'linux', architecture: 'arm64' } } };
  const other = { ...clean, target: { ...clean.target, name: 'other.tar' } };
  const missing: FailedTarget = {
    name: 'missing.tar\u001b[2J',
    reportsBefore: 1,
    code: 'TARGET_NOT_FOUND',
    message: 'missing.tar: no such file or directory',
    hint: 'check the path or the reference',
  };
  const summary = (reports: readonly ScanReport[], failures: readonly FailedTarget[] = [], width = 80): string => {
    const text = [...writeTable(reports.map((report) => ({ report, decision: passed })), { ...options, width, failures })].join('');
    return text.slice(text.indexOf('SUMMARY'));
  }; // prettier-ignore

  it('are reported one after another, with what could not be scanned in its place', () => {
    const judged = [clean, other].map((report) => ({ report, decision: passed }));
    const text = [...writeTable(judged, { ...options, failures: [missing] })].join('');
    const failure = [
      'NOT SCANNED  missing.tar\\x1b[2J',
      '  missing.tar: no such file or directory (TARGET_NOT_FOUND)',
      '  → check the path or the reference',
      '',
    ].join('\n');
    const parts = [table(clean, passed), failure, table(other, passed), summary([clean, other], [missing])];
    expect(text).toBe(parts.join('\n\n'));
  });

  it('end with a line each', () => {
    expect(summary([clean, arm, other], [missing])).toBe(
      [
        'SUMMARY',
        '',
        '  PASS         registry.example/shop/checkout:2.4.1 (linux/amd64)',
        '  NOT SCANNED  missing.tar\\x1b[2J',
        '  PASS         registry.example/shop/checkout:2.4.1 (linux/arm64)',
        '  PASS         other.tar',
        '',
      ].join('\n'),
    );
    expect(summary([clean, clean], [], 40)).toBe('SUMMARY\n\n  PASS  …try.example/shop/checkout:2.4.1\n  PASS  …try.example/shop/checkout:2.4.1\n');
  }); // prettier-ignore
});

it('shows below the name that the registry was not verified', () => {
  const { target, ...rest } = makeCleanReport();
  const lines = table({ ...rest, target: { ...target, connection: 'unverified' } }, passed).split('\n');
  expect(lines[3]).toBe('  ! the registry was not verified (--insecure): this may be another image');
});

describe('who signed', () => {
  it.each([
    ['trusted', '✓ signed by alice, https://github.com/acme/shop/'],
    ['refused', '✗ not trusted (IDENTITY_MISMATCH, and 7 more): signed by'],
    ['warned', '! not trusted (SIGNATURE_MISSING): no notation signature was found'],
    ['unreachable', '✗ not trusted (FETCH_FAILED): https://notary.example.com: '],
  ] as const)('%s', (name, expected) => {
    const lines = firstScreen(table({ ...makeCleanReport(), trust: sampleVerdicts[name] }, passed));
    expect(
      lines
        .find((line) => line.includes('signed by') || line.includes('not trusted'))
        ?.trim()
        .slice(0, expected.length),
    ).toBe(expected);
  });
});
