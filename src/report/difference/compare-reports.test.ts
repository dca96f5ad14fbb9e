import { describe, expect, it } from 'vitest';
import { compareReports } from './compare-reports.ts';
import { readComparedReports, type ComparedReport } from './read-compared-report.ts';

interface Sketch {
  readonly packages: readonly string[];
  /** `ID package@version severity fixed` */
  readonly findings: readonly string[];
  readonly shards?: Readonly<Record<string, string>>;
  readonly tool?: string;
}

function report({ packages, findings, shards = { npm: 'sha256:1' }, tool = '1.0.0' }: Sketch): ComparedReport {
  const split = (text: string) => text.split('@') as [string, string];
  const document = {
    tool: { name: 'pratique', version: tool },
    reports: [
      {
        target: { name: 'app' },
        advisories: { shards: Object.entries(shards).map(([name, digest]) => ({ name, digest })) },
        packages: packages.map(split).map(([name, version]) => ({ purl: `pkg:npm/${name}@${version}`, name, version, ecosystem: 'npm' })),
        findings: findings.map((text) => text.split(' ')).map(([id = '', found = '', severity = '', fixedVersion = '']) => {
          const [name, version] = split(found);
          return { id, fingerprint: `${id} ${name}`, severity, fixedVersion, package: { purl: `pkg:npm/${name}@${version}`, name, version } };
        }),
      },
    ],
  }; // prettier-ignore
  return readComparedReports(Buffer.from(JSON.stringify(document)))[0]!;
}

function causes(before: Sketch, after: Sketch): readonly string[] {
  return compareReports(report(before), report(after)).map(({ change, cause, finding, detail }) =>
    `${change} ${finding.id}: ${cause} ${detail}`.trim(),
  );
}

const one: Sketch = { packages: ['lodash@1'], findings: ['CVE-1 lodash@1 high 2'] };

describe('compareReports', () => {
  it('finds no difference between a report and itself', () => {
    expect(causes(one, one)).toEqual([]);
  });

  it('attributes what differs to packages, then to advisories, then to the tool', () => {
    const none = { packages: [], findings: [] };
    const clean = { packages: ['lodash@1'], findings: [] };
    const other = { shards: { npm: 'sha256:2' } };
    expect([
      causes(none, one),
      causes(one, none),
      causes(one, { packages: ['lodash@2'], findings: [] }),
      causes(clean, { ...one, ...other }),
      causes(one, { ...clean, ...other }),
      causes(one, { packages: ['lodash@1'], findings: ['CVE-1 lodash@1 low 3'], ...other }),
      causes(clean, { ...one, tool: '2.0.0' }),
      causes(clean, one),
    ]).toEqual([
      ['new CVE-1: package added 1'],
      ['gone CVE-1: package removed 1'],
      ['gone CVE-1: package changed 1 → 2'],
      ['new CVE-1: advisory added npm'],
      ['gone CVE-1: advisory withdrawn npm'],
      ['changed CVE-1: advisory changed high → low; 2 → 3'],
      ['new CVE-1: tool changed 1.0.0 → 2.0.0'],
      ['new CVE-1: unexplained'],
    ]);
  });

  it.each(['', '[]', '{}', '{"reports":[]}', 'not JSON'])('refuses %j', (text) => {
    expect(() => readComparedReports(Buffer.from(text))).toThrow();
  });
});
