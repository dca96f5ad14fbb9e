import { severities } from '../../model/severity.ts';
import { toTarget } from '../../report/json/to-target.ts';
import { type LayersView } from './layers-view.ts';
import { secretsOf } from './secrets-of.ts';

/** One JSON document, docs/reference/layers.schema.json; a wasted path is a line. */
export function* writeLayersJson(view: LayersView, toolVersion: string): Iterable<string> {
  const { report, analysis, issues, results } = view;
  const { layers: _layers, wasted, ...totals } = analysis;
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    target: toTarget(report.target),
    completeness: report.completeness,
    ...totals,
    layers: analysis.layers.map((use) => toLayer(view, use.index)),
    secrets: secretsOf(report).map(({ ruleId, title, locations, exposure }) => ({
      ruleId,
      title,
      ...(exposure === undefined ? {} : { exposure }),
      locations,
    })),
    issues: issues.map(({ code, message, layerIndex }) => ({ code, message, ...(layerIndex === undefined ? {} : { layerIndex }) })),
    ...(results === undefined ? {} : { rules: results }),
  };
  yield `${JSON.stringify(document).slice(0, -1)},"wasted":[`;
  for (const [at, path] of wasted.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(path)}`;
  yield wasted.length === 0 ? ']}\n' : '\n]}\n';
}

function toLayer({ report, analysis, findings, compressedBytes }: LayersView, index: number): unknown {
  const { digest, diffId, createdBy, broughtBy } = report.target.layers[index] ?? { broughtBy: 'unknown' };
  const own = findings[index] ?? [];
  const counts = severities.map((severity) => [severity, own.filter((finding) => finding.severity === severity && finding.kind !== 'secret').length]);
  return {
    ...analysis.layers[index],
    compressedBytes: compressedBytes[index] ?? 0,
    ...(digest === undefined ? {} : { digest }),
    ...(diffId === undefined ? {} : { diffId }),
    ...(createdBy === undefined ? {} : { createdBy }),
    broughtBy,
    findings: Object.fromEntries(counts) as Record<string, number>,
    secrets: own.filter(({ kind }) => kind === 'secret').length,
  };
} // prettier-ignore
