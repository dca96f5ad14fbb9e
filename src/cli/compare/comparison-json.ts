import { type Finding } from '../../model/finding.ts';
import { toTarget } from '../../report/json/to-target.ts';
import { findingName } from './describe-comparison.ts';
import { type ComparedImage, type Comparison } from './comparison.ts';

/** One JSON document, docs/reference/comparison.schema.json; a finding and a package are a line each. */
export function* comparisonJson(comparison: Comparison, toolVersion: string): Iterable<string> {
  const { before, after, counts, bytes, unchangedCount, unchangedPackages, settings } = comparison;
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    before: sideOf(before, counts.before, bytes.before),
    after: sideOf(after, counts.after, bytes.after),
    unchanged: { findings: unchangedCount, packages: unchangedPackages },
    settings,
  };
  yield JSON.stringify(document).slice(0, -1);
  yield* list('new', comparison.added.map((finding) => ({ ...toFinding(finding, after), change: finding.change })));
  yield* list('changed', comparison.changed.map(({ finding, detail }) => ({ ...toFinding(finding, after), detail })));
  yield* list('fixed', comparison.fixed);
  yield* list('packages', comparison.packages);
  yield '}\n';
} // prettier-ignore

function sideOf({ report }: ComparedImage, counts: unknown, compressedBytes: number | undefined): unknown {
  const { target, completeness, packages } = report;
  return {
    target: toTarget(target),
    completeness,
    counts,
    packages: packages.length,
    ...(compressedBytes === undefined ? {} : { compressedBytes }),
  };
}

function toFinding(finding: Finding, { report }: ComparedImage): Record<string, unknown> {
  const { kind, fingerprint, severity, lane, packageId, locations } = finding;
  const found = packageId === undefined ? undefined : report.packages.find(({ id }) => id === packageId);
  const fix = finding.kind === 'vulnerability' ? finding.fixedVersion : undefined;
  const [place] = locations;
  return {
    ...{ kind, id: findingName(finding), fingerprint, severity, lane },
    ...(found === undefined ? {} : { package: { name: found.name, ...(found.version === undefined ? {} : { version: found.version }), purl: found.purl } }),
    ...(fix === undefined ? {} : { fixedVersion: fix }),
    ...(place === undefined ? {} : { path: place.path }),
  };
} // prettier-ignore

function* list(name: string, values: readonly unknown[]): Iterable<string> {
  yield `,\n"${name}":[`;
  for (const [at, value] of values.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(value)}`;
  yield values.length === 0 ? ']' : '\n]';
}
