import { posix } from 'node:path';
import { checkKubernetes } from '../check/kubernetes/check-kubernetes.ts';
import { type RuleFinding } from '../model/finding.ts';
import { makeIssue } from '../model/issue.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { lintReport } from './lint-report.ts';

/** What became of a Helm chart: its manifests as one text, or why there are none. */
export type RenderedChart = { readonly text: string } | { readonly unrendered: string };

/** What is wrong with the manifests of a Helm chart. Each finding names its template, without a line: those of the rendered text are in no file. */
export function lintChart(path: string, rendered: RenderedChart, runtime: Runtime): ScanReport {
  return lintReport({ name: path, scheme: 'kubernetes' }, () => checkChart(path, rendered), runtime);
}

function checkChart(path: string, rendered: RenderedChart): ReturnType<Parameters<typeof lintReport>[1]> {
  if ('unrendered' in rendered)
    return { findings: [], issues: [makeIssue('HELM_NOT_RENDERED', 'lint', rendered.unrendered, { path })], isEmpty: false };
  const checked = Array.from(templatesOf(rendered.text), ([template, text]) => checkKubernetes(posix.join(path, template), text));
  return {
    findings: checked.flatMap(({ findings }) => findings.map(withoutLine)),
    issues: checked.flatMap(({ issues }) => issues),
    isEmpty: rendered.text.trim() === '',
  };
}

/** Helm writes `# Source: CHART/templates/FILE` above each document. */
function templatesOf(text: string): ReadonlyMap<string, string> {
  const templates = new Map<string, string>();
  for (const document of text.split(/^---\s*$/m)) {
    if (document.trim() === '') continue;
    const [, source = ''] = /^# Source: [^/\n]+\/(.+)$/m.exec(document) ?? [];
    templates.set(source, `${templates.get(source) ?? ''}---\n${document}`);
  }
  return templates;
}

function withoutLine(finding: RuleFinding): RuleFinding {
  const locations = finding.locations.map(({ line: _, endLine: __, column: ___, endColumn: ____, ...place }) => place);
  return { ...finding, locations };
}
