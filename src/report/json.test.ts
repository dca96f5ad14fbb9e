import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSchema, type Schema, subschemas } from '../../test/support/check-schema.ts';
import { makeCleanReport, makeSampleReport } from '../../test/support/sample-report.ts';
import { sampleVerdicts } from '../../test/support/sample-verdicts.ts';
import { ecosystemIds } from '../model/ecosystem.ts';
import { lanes } from '../model/finding.ts';
import { issueCodes } from '../model/issue-codes.ts';
import { severities } from '../model/severity.ts';
import { schemaVersion, writeJson } from './json/write-json.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from './reporter.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/reference/report.schema.json', import.meta.url), 'utf8')) as Schema;
const options: ReporterOptions = { width: 80, useColor: false, isVerbose: false, toolVersion: '0.1.0' };
const sample: JudgedReport = { report: makeSampleReport(), decision: { verdict: 'not-asked', statements: [{ text: '3 findings of unknown severity not counted by the gate', isMet: true, isWarning: true, violatedBy: [] }, { text: '2 parts could not be scanned', isMet: false, violatedBy: [] }], exitCode: 4 } }; // prettier-ignore
const clean: JudgedReport = { report: makeCleanReport(), decision: { verdict: 'pass', statements: [], exitCode: 0 } };
const missing: FailedTarget = { name: 'missing.tar', reportsBefore: 0, code: 'TARGET_NOT_FOUND', message: 'missing.tar: no such file', hint: 'check the path' }; // prettier-ignore
const withRule: JudgedReport = {
  ...clean,
  report: {
    ...clean.report,
    findings: [
      { kind: 'secret', ruleId: 'aws-key', aliases: ['aws-access-token'], title: 'A key', message: 'found', remediation: 'revoke it', references: ['https://example.org'], fingerprint: 'f', severity: 'high', lane: 'fix-now', exposure: 'deleted', excerpt: 'key = AKIA****', locations: [{ path: 'a', layerIndex: 0, line: 3, endLine: 3, column: 1, endColumn: 5 }] },
      { kind: 'misconfiguration', ruleId: 'root-user', aliases: [], title: 'Runs as root', message: 'found', remediation: 'set it', references: [], fingerprint: 'g', severity: 'high', lane: 'fix-now', setting: 'config.User', instruction: 'USER root', locations: [] },
      { kind: 'license', ruleId: 'denied-license', aliases: [], title: 'Denied', message: 'found', remediation: 'remove it', references: [], fingerprint: 'h', severity: 'high', lane: 'fix-now', packageId: clean.report.packages[0]!.id, locations: [] },
      ...makeSampleReport().findings.map((finding) => ({ ...finding, suppression: { reason: 'r', origin: 'o', expiresOn: '2027-01-01' } })),
    ],
  },
}; // prettier-ignore

function write(reports: readonly JudgedReport[], changed: Partial<ReporterOptions> = {}): string {
  return [...writeJson(reports, { ...options, ...changed })].join('');
}

/** As much of the document as these tests look into. */
interface Document {
  readonly reports: readonly [DocumentReport];
}

interface DocumentReport {
  readonly findings: readonly { readonly id: string; readonly layer: unknown }[];
  readonly summary: { readonly findings: unknown; readonly hidden: unknown };
}

function parse(reports: readonly JudgedReport[], changed: Partial<ReporterOptions> = {}): Document {
  return JSON.parse(write(reports, changed)) as Document;
}

describe('the published schema', () => {
  it('describes verdicts as the schema of verdicts does', () => {
    const own = JSON.parse(readFileSync(new URL('../../docs/reference/verdict.schema.json', import.meta.url), 'utf8')) as Schema;
    const names = ['scheme', 'signer', 'signature', 'attestation', 'refusal', 'failure', 'verdict'];
    const inReports = (name: string): string => `trust${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const text = JSON.stringify(names.map((name) => own.$defs?.[name]));
    const expected = names.reduce((all, name) => all.replaceAll(`"#/$defs/${name}"`, `"#/$defs/${inReports(name)}"`), text);
    expect(names.map((name) => schema.$defs?.[inReports(name)])).toEqual(JSON.parse(expected));
  });

  it.each<[string, readonly JudgedReport[]]>([
    ['no report', []],
    ['the sample', [sample]],
    ['nothing found', [clean]],
    ['rules and suppressions', [withRule]],
    ['several', [sample, clean, withRule]],
    ['a baseline', [withBaseline]],
    ...Object.entries(sampleVerdicts).map(
      ([name, trust]) => [`verified: ${name}`, [{ ...clean, report: { ...clean.report, trust } }]] as [string, JudgedReport[]],
    ),
  ])('allows %s', (_, reports) => {
    expect(checkSchema(schema, JSON.parse(write(reports)))).toEqual([]);
  });

  it.each<[string, (document: Document) => void, readonly string[]]>([
    ['a member too many', (document) => Object.assign(document, { extra: 1 }), [': may not have extra']],
    ['a member too few', (document) => Reflect.deleteProperty(document, 'tool'), [': has no tool']],
    ['another version', (document) => Object.assign(document, { schemaVersion: 2 }), ['/schemaVersion: is not 1']],
    ['another type', (document) => Object.assign(document, { reports: {} }), ['/reports: is not array']],
    ['another word', (document) => Object.assign(document.reports[0], { completeness: 'full' }), ['/reports/0/completeness: "full" is not one of the values']],
    ['a time that is none', (document) => Object.assign(document.reports[0], { startedAt: 'now' }), ['/reports/0/startedAt: is no date']],
  ])('refuses %s', (_, damage, expected) => {
    const document = parse([clean]);
    damage(document);
    expect(checkSchema(schema, document)).toEqual(expected);
  }); // prettier-ignore

  it('lists targets that could not be scanned', () => {
    const document = JSON.parse(write([clean], { failures: [missing] })) as { readonly failures: unknown };
    expect(checkSchema(schema, document)).toEqual([]);
    expect(document.failures).toEqual([
      { target: 'missing.tar', reportsBefore: 0, code: 'TARGET_NOT_FOUND', message: 'missing.tar: no such file', hint: 'check the path' },
    ]);
  });

  it('closes every object and describes every member', () => {
    const all = [...subschemas(schema)];
    expect(all.filter(([, each]) => each.type === 'object' && each.additionalProperties !== false).map(([at]) => at)).toEqual([]);
    expect(all.filter(([, each]) => each.description === undefined && each.$ref === undefined).map(([at]) => at)).toEqual([]);
    const stray = all.flatMap(([at, each]) => (each.required ?? []).filter((key) => each.properties?.[key] === undefined).map((key) => `${at} ${key}`));
    expect(stray).toEqual([]);
  }); // prettier-ignore

  it('knows every word of the model', () => {
    const words = (name: string) => schema.$defs?.[name]?.enum;
    expect(words('severity')).toEqual(severities);
    expect(words('lane')).toEqual(lanes);
    expect(words('ecosystem')).toEqual(ecosystemIds);
    expect(schema.$defs?.['issue']?.properties?.['code']?.enum).toEqual(Object.keys(issueCodes));
    expect(schema.properties?.['schemaVersion']?.const).toBe(schemaVersion);
  });

  it('has no member that the sample and the rules do not exercise, but those of rare inputs', () => {
    const seen = new Set<string>();
    const verified = [sampleVerdicts.trusted, sampleVerdicts.unreachable].map((trust) => ({
      ...clean,
      report: { ...clean.report, target: { ...clean.report.target, connection: 'unverified' as const }, trust },
    }));
    collectKeys(
      JSON.parse(write([sample, withRule, withSuppression, withAudit, withBaseline, withReach, ...verified], { failures: [missing] })),
      seen,
    );
    const named = [...subschemas(schema)].flatMap(([, each]) => Object.keys(each.properties ?? {}));
    const rare = [
      'keyIds',
      'command',
      'pulledInBy',
      'isMajor',
      'until',
      'alsoRemoves',
      'architecture',
      'variant',
      'osVersion',
      'parent',
      'isDevelopment',
      'isDirect',
      'isOwn',
      'module',
      'candidates',
      'by',
      'modified',
      'score',
      'fixStream',
      'lastAffected',
    ];
    expect([...new Set(named)].filter((key) => !seen.has(key) && !rare.includes(key))).toEqual([]);
  });
});

/** As with --reach. */
const withReach: JudgedReport = {
  ...sample,
  report: {
    ...sample.report,
    reach: {
      command: ['node', 'server.js'],
      fileCount: 1,
      packageCounts: { loaded: 1, loadable: 2, 'not-referenced': 3, unknown: 4 },
      notFollowed: [{ path: 'app/server.js', reason: 'requires a computed name' }],
    },
    findings: sample.report.findings.map((finding) =>
      finding.kind === 'vulnerability'
        ? { ...finding, reach: { state: 'unknown', reason: 'r', steps: [{ path: 'a', how: 'entrypoint' }] } }
        : finding,
    ),
  },
};

/** A check of a host with everything that one can say. */
const withAudit: JudgedReport = {
  ...clean,
  report: {
    ...clean.report,
    audit: {
      host: {
        name: 'unix:///run/docker.sock',
        engine: 'Docker 29.1.0',
        operatingSystem: 'Debian',
        isRootless: false,
        containers: 1,
        images: 1,
      },
      benchmark: 'CIS Docker Benchmark 1.6.0',
      sections: [{ id: '5', title: 'Containers' }],
      results: [
        {
          id: '5.5',
          title: 'No container is privileged',
          sectionId: '5',
          level: 1,
          controlsGroup: 1,
          severity: 'critical',
          isManual: false,
          verdict: 'fail',
          items: [{ subject: 'app', message: 'is privileged' }],
          unread: ['b: the engine does not report HostConfig.Privileged'],
          note: 'n',
          rationale: 'It is root on the host.',
          remediation: 'Give it the one capability it needs instead.',
          command: 'docker run --cap-add NAME',
        },
      ],
      startedAt: clean.report.startedAt,
      durationMs: 1,
    },
  },
};

/** Compared with a report that had a finding more. */
const withBaseline: JudgedReport = {
  ...clean,
  report: {
    ...clean.report,
    findings: sample.report.findings.slice(0, 1).map((finding) => ({ ...finding, change: 'introduced' })),
    baseline: {
      name: 'app:1',
      ...(sample.report.target.manifestDigest === undefined ? {} : { manifestDigest: sample.report.target.manifestDigest }),
      startedAt: new Date('2026-02-01T00:00:00Z'),
      fixed: [
        { kind: 'vulnerability', id: 'CVE-2024-0001', fingerprint: '0'.repeat(32), severity: 'high', package: { name: 'a', version: '1' } },
      ],
    },
  },
};

/** Set aside by a VEX statement, with everything that a suppression can say. */
const withSuppression: JudgedReport = {
  decision: {
    verdict: 'fail',
    exitCode: 1,
    statements: [{ text: 't', isMet: false, violatedBy: [], name: 'signed', origin: 'pratique.yaml:3' }],
  },
  report: {
    ...clean.report,
    target: { ...clean.report.target, references: ['lab/redis:5.0'] },
    findings: sample.report.findings.slice(0, 1).map((finding) => ({
      ...finding,
      suppression: {
        reason: 'not reachable',
        origin: 'pratique.yaml:3',
        expiresOn: '2027-01-01',
        until: 'fixed',
        owner: 'team-a',
        ticket: 'SEC-1',
        vex: { status: 'not_affected', justification: 'j', documentId: 'd', author: 'a', statedOn: '2026-01-01T00:00:00Z' },
      },
    })),
    suppressionNotes: [{ kind: 'unused', origin: 'pratique.yaml:9', message: 'CVE-2000-0001 matches no finding' }],
  },
};

function collectKeys(value: unknown, seen: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) seen.add(key);
    collectKeys(member, seen);
  }
}

it('is the same text for the same report, in any order of shards and sources', () => {
  const { advisories } = sample.report;
  const turned = { ...advisories, shards: [...advisories.shards].reverse(), sources: [...advisories.sources].reverse() };
  expect(write([{ ...sample, report: { ...sample.report, advisories: turned } }])).toBe(write([sample]));
});

it('names the layer, its digest and its instruction beside each finding', () => {
  const document = parse([sample]);
  const finding = document.reports[0].findings.find((each) => each.id === 'CVE-2023-38545');
  const { index, digest, diffId, createdBy } = sample.report.target.layers[1]!;
  expect(finding?.layer).toEqual({ index, digest, diffId, createdBy });
});

it('lists what the reader chose, and counts the rest', () => {
  const { findings, summary } = parse([sample], { display: { severities: new Set(['critical']), ignoreUnfixed: true } }).reports[0];
  expect(findings.map((each) => each.id)).toEqual(['CVE-2024-45491', 'CVE-2024-1086', 'CVE-2023-38545', 'CVE-2023-38545', 'MAL-2025-20690', 'CVE-2021-44906']);
  expect(summary.findings).toEqual({ distinct: 5, occurrences: 6 });
  expect(summary.hidden).toEqual({ ofOtherSeverity: { distinct: 10, occurrences: 18 }, withoutFix: { distinct: 1, occurrences: 1 }, ofBase: { distinct: 0, occurrences: 0 }, unreached: { distinct: 0, occurrences: 0 } });
}); // prettier-ignore

it('streams: no chunk holds more than one finding or package', () => {
  const chunks = [...writeJson([sample], options)];
  expect(chunks.length).toBeGreaterThan(sample.report.findings.length + sample.report.packages.length);
});

it('golden file', async () => {
  await expect(write([sample])).toMatchFileSnapshot('testdata/sample.json');
});
