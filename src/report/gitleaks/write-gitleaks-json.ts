import { type RuleFinding } from '../../model/finding.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport } from '../report-view.ts';

/** One list over all targets; `Secret` and `Match` are masked, as with `--redact`. */
export function* writeGitleaksJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  let separator = '[\n';
  for (const judged of reports) {
    const view = viewReport(judged, options.display);
    for (const finding of view.shown) {
      if (finding.kind !== 'secret') continue;
      const layer = finding.locations[0]?.layerIndex;
      yield `${separator}${JSON.stringify(toLeak(finding, layer === undefined ? undefined : view.report.target.layers[layer]?.createdBy))}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** `createdBy` of a layer of Git's history is `commit 1a2b3c4 2026-01-02 subject`. */
function toLeak({ ruleId, aliases, title, locations, setting, excerpt = '' }: RuleFinding, createdBy: string | undefined): unknown {
  const [location] = locations;
  const [, commit = '', date = '', subject = ''] = /^commit ([0-9a-f]+) (\S+) ?(.*)$/.exec(createdBy ?? '') ?? [];
  const rule = aliases.find((alias) => alias.startsWith('gitleaks:'))?.slice('gitleaks:'.length) ?? ruleId;
  const file = location?.path ?? setting ?? '';
  const line = location?.line ?? 0;
  return {
    RuleID: rule,
    Description: title,
    StartLine: line,
    EndLine: location?.endLine ?? line,
    StartColumn: location?.column ?? 0,
    EndColumn: location?.endColumn ?? 0,
    Match: excerpt,
    Secret: excerpt,
    File: file,
    SymlinkFile: '',
    Commit: commit,
    Entropy: 0,
    Author: '',
    Email: '',
    Date: date,
    Message: subject,
    Tags: [],
    Fingerprint: `${commit === '' ? '' : `${commit}:`}${file}:${rule}:${line}`,
  };
}
