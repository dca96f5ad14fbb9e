import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type ExplainedFact } from '../../match/explain-flaw.ts';
import { fixWord } from '../../report/fix-word.ts';
import { type ExplainedTarget } from '../../scan/explain-target.ts';

/** For people: packages that have the flaw first, then those that an advisory names and that do not. */
export function* formatExplained(id: string, targets: readonly ExplainedTarget[], width: number): Generator<string> {
  for (const [place, target] of targets.entries()) {
    if (place > 0) yield '\n';
    yield* formatTarget(id, target, width);
  }
}

function* formatTarget(id: string, { report, ids, facts }: ExplainedTarget, width: number): Generator<string> {
  const others = [...ids].filter((each) => each !== id).sort();
  const { name, platform } = report.target;
  yield* wrapped(
    `${id}${others.length === 0 ? '' : ` (${others.join(', ')})`} in ${name}${platform === undefined ? '' : `, ${platform.os}/${platform.architecture}`}`,
    width,
  );
  const findings = report.findings.filter(
    (finding): finding is VulnerabilityFinding => finding.kind === 'vulnerability' && isOf(finding, ids),
  );
  if (facts.length === 0) {
    yield* wrapped(
      `No advisory about it names any of the ${report.packages.length} packages. Every advisory about it: pratique db search ${id}`,
      width,
      '  ',
    );
    for (const { message } of report.issues.filter(({ code }) => code === 'ADVISORIES_MISSING'))
      yield* wrapped(`But: ${message}`, width, '  ');
    return;
  }
  const packages = [...new Set(facts.map(({ found }) => found))];
  const findingOf = (packageId: string): VulnerabilityFinding | undefined =>
    findings.find((finding) => finding.packageId === packageId || finding.otherPackageIds.includes(packageId));
  const ordered = packages.toSorted((a, b) => Number(findingOf(a.id) === undefined) - Number(findingOf(b.id) === undefined));
  for (const found of ordered) {
    yield '\n';
    yield* formatPackage(
      facts.filter((fact) => fact.found === found),
      findingOf(found.id),
      width,
    );
  }
}

function isOf({ id, aliases, advisoryIds }: VulnerabilityFinding, ids: ReadonlySet<string>): boolean {
  return [id, ...aliases, ...advisoryIds].some((each) => ids.has(each));
}

function* formatPackage(facts: readonly ExplainedFact[], finding: VulnerabilityFinding | undefined, width: number): Generator<string> {
  const [{ found }] = facts as [ExplainedFact];
  const source =
    found.source === undefined || found.source.name === found.name ? '' : ` (source ${found.source.name} ${found.source.version})`;
  yield* wrapped(`${verdictOf(facts, finding)}  ${found.name} ${found.version ?? '(no version)'}${source}`, width);
  for (const { candidate, key, outcome, reasons, isDeciding } of facts) {
    const { advisory } = candidate;
    yield* wrapped(
      `${advisory.sourceId}: ${advisory.id} for ${key}: ${outcomeWords[outcome]}${isDeciding ? ', decides' : ''}`,
      width,
      '  ',
    );
    for (const reason of reasons) yield* wrapped(reason, width, '    ');
  }
  if (finding !== undefined) yield* wrapped(describeFinding(finding), width, '  ');
  else if (facts.some(({ isDeciding }) => isDeciding))
    yield* wrapped(
      'Not reported: the distribution has a record of the flaw for the package that owns these files, or it is reported under another ID.',
      width,
      '  ',
    );
}

/** One word for a package. */
function verdictOf(facts: readonly ExplainedFact[], finding: VulnerabilityFinding | undefined): string {
  if (finding !== undefined) return finding.suppression === undefined ? 'AFFECTED' : 'SUPPRESSED';
  return facts.some(({ outcome }) => outcome === 'undecided' || outcome === 'under-investigation') ? 'UNDECIDED' : 'NOT AFFECTED';
}

const outcomeWords: Readonly<Record<ExplainedFact['outcome'], string>> = {
  affected: 'affected',
  'not-affected': 'not affected',
  undecided: 'could not be compared',
  'under-investigation': 'under investigation',
  'other-build': 'not about this build',
};

function describeFinding(finding: VulnerabilityFinding): string {
  const { id, severity, severityOrigin, severities, fixedVersion, lane, suppression } = finding;
  const fix = fixedVersion === undefined ? fixWord(finding) : `fixed in ${fixWord(finding)}`;
  const opinions = severities.map(({ origin, severity: rated, score }) => `${origin} ${rated}${score === undefined ? '' : ` ${score}`}`);
  const all = opinions.length > 1 ? ` (${opinions.join(', ')})` : '';
  const reported = `Reported as ${id}: ${severity} by ${severityOrigin}${all}; ${fix}; lane ${lane}.`;
  return suppression === undefined ? reported : `${reported} Suppressed by ${suppression.origin}: ${suppression.reason}`;
}

function* wrapped(text: string, width: number, indent = ''): Generator<string> {
  for (const line of wrapWords(escapeControl(text), width, indent, `${indent}  `)) yield `${line}\n`;
}

/** For programs. */
export function formatExplainedJson(id: string, targets: readonly ExplainedTarget[]): string {
  const plain = targets.map(({ report, ids, facts }) => ({
    target: report.target.name,
    platform: report.target.platform,
    ids: [...ids],
    facts: facts.map(({ found, key, candidate, outcome, reasons, isDeciding }) => ({
      package: { id: found.id, purl: found.purl, name: found.name, version: found.version },
      key,
      advisory: candidate.advisory,
      affected: candidate.affected,
      outcome,
      reasons,
      isDeciding,
    })),
    findings: report.findings
      .filter((finding): finding is VulnerabilityFinding => finding.kind === 'vulnerability' && isOf(finding, ids))
      .map(({ id: reportedId, packageId, severity, severityOrigin, lane, fixState, fixedVersion, suppression }) => ({
        id: reportedId,
        packageId,
        severity,
        severityOrigin,
        lane,
        fixState,
        fixedVersion,
        suppression,
      })),
    issues: report.issues,
  }));
  return `${JSON.stringify({ query: id, targets: plain }, undefined, 2)}\n`;
}
