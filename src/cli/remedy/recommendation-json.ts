import { toTarget } from '../../report/json/to-target.ts';
import { bestOf, fromLine } from './describe-base.ts';
import { type Recommendation } from './recommendation.ts';

/** One JSON document, docs/reference/recommendation.schema.json; a candidate is a line. */
export function* recommendationJson(recommendation: Recommendation, toolVersion: string): Iterable<string> {
  const { target, base, inUse, supportedUntil, isCurrent, daysBehindTag, candidates, findings, notes, isFromCatalogue, isPrerelease } =
    recommendation;
  const best = bestOf(recommendation);
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    target: toTarget(target),
    base,
    isPrerelease,
    ...(inUse === undefined ? {} : { inUse }),
    ...(supportedUntil === undefined ? {} : { supportedUntil }),
    ...(isCurrent === undefined ? {} : { isCurrent }),
    ...(daysBehindTag === undefined ? {} : { daysBehindTag }),
    isFromCatalogue,
    ...(best === undefined ? {} : { advice: { reference: best.reference, kind: best.kind, from: fromLine(best) } }),
    findings: findings.map(({ ruleId, title, message, severity, remediation }) => ({ ruleId, title, message, severity, remediation })),
    notes,
  };
  yield `${JSON.stringify(document).slice(0, -1)},"candidates":[`;
  for (const [at, candidate] of candidates.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(candidate)}`;
  yield candidates.length === 0 ? ']}\n' : '\n]}\n';
}
