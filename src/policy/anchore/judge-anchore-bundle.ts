import { type PolicyStatement } from '../../model/decision.ts';
import { type Finding, type VulnerabilityFinding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { gatingFindings } from '../gating-findings.ts';
import { type AnchoreBundle, type AnchoreRule, type ImageSelector } from './anchore-bundle.ts';
import { isUnanswered, type JudgedImage, type TriggerMatch } from './anchore-trigger.ts';
import { findTrigger } from './anchore-triggers.ts';

/** What a bundle says of an image, and the rules of it that nothing here can answer. */
export interface BundleVerdict {
  readonly statements: readonly PolicyStatement[];
  readonly unanswered: readonly { readonly origin: string; readonly message: string }[];
}

/** Matches that a statement names; the others are counted. */
const mostNamed = 3;

/** A denied image fails and an allowed one passes, whatever rules say; otherwise the rules of the first mapping that fits decide. */
export function judgeAnchoreBundle(bundle: AnchoreBundle, report: ScanReport, now: Date): BundleVerdict {
  const denied = bundle.deniedImages.find(({ fits }) => fits(report.target) === true);
  if (denied !== undefined) return ofList(denied, false, `STOP: the image is denied by ${denied.text}`);
  const allowed = bundle.allowedImages.find(({ fits }) => fits(report.target) === true);
  if (allowed !== undefined) return ofList(allowed, true, `GO: the image is allowed by ${allowed.text}`);
  const unnamed = bundle.deniedImages.filter(({ fits }) => fits(report.target) === 'unknown');
  const unsure = unnamed.map(({ origin, text }) => ({ origin, message: `the image has no name to compare with the denied ${text}` }));
  const mapping = bundle.mappings.find(({ fits }) => fits(report.target) === true);
  if (mapping === undefined) {
    const message = bundle.mappings.some(({ fits }) => fits(report.target) === 'unknown')
      ? 'the image has no name, so no mapping was chosen'
      : 'no mapping is for this image';
    return { statements: [], unanswered: [...unsure, { origin: bundle.name, message }] };
  }
  const judged = judgeRules(bundle, mapping, report, now);
  return { statements: judged.statements, unanswered: [...unsure, ...judged.unanswered] };
}

function ofList({ origin }: ImageSelector, isMet: boolean, text: string): BundleVerdict {
  return { statements: [{ text, isMet, violatedBy: [], name: 'image list', origin }], unanswered: [] };
}

function judgeRules(bundle: AnchoreBundle, mapping: ImageSelector, report: ScanReport, now: Date): BundleVerdict {
  const image = judgedImage(report, now);
  const statements: PolicyStatement[] = [];
  const unanswered: BundleVerdict['unanswered'][number][] = [];
  const rules = mapping.ruleSetIds.flatMap((id) => bundle.ruleSets.get(id)?.rules ?? []);
  for (const rule of rules) {
    const answer = judgeRule(rule, image);
    if (typeof answer === 'string') unanswered.push({ origin: rule.origin, message: `${rule.gate} ${rule.trigger}: ${answer}` });
    else if (answer.length > 0) statements.push(toStatement(rule, answer));
  }
  const others = rules.length - statements.length - unanswered.length;
  const summary = `${others} of ${rules.length} rules of ${bundle.name} match nothing`;
  statements.sort((a, b) => rankOf(a) - rankOf(b));
  return { statements: [...statements, { text: summary, isMet: true, violatedBy: [], origin: mapping.origin }], unanswered };
}

/** What fails is shown first. */
function rankOf({ isMet, isWarning }: PolicyStatement): number {
  return !isMet ? 0 : isWarning === true ? 1 : 2;
}

/** Matches; a text that says why there is no answer. */
function judgeRule({ gate, trigger, parameters }: AnchoreRule, image: JudgedImage): readonly TriggerMatch[] | string {
  const known = findTrigger(gate, trigger);
  if (known === undefined) return 'has no counterpart';
  const answer = known.judge(parameters, image);
  if (isUnanswered(answer)) return answer.unanswered;
  const foreign = parameters.names().find((name) => !Object.hasOwn(known.parameters, name));
  return foreign === undefined ? answer : `the parameter ${foreign} has no counterpart`;
}

function toStatement(rule: AnchoreRule, matches: readonly TriggerMatch[]): PolicyStatement {
  const named = [...new Set(matches.map(({ text }) => text))];
  const others = named.length - mostNamed;
  const list = `${named.slice(0, mostNamed).join('; ')}${others > 0 ? `; and ${others} more` : ''}`;
  const advice = rule.recommendation === undefined ? '' : ` (${rule.recommendation})`;
  const shared = {
    text: `${rule.action} ${rule.gate} ${rule.trigger}: ${list}${advice}`,
    violatedBy: [...new Set(matches.flatMap(({ fingerprint }) => fingerprint ?? []))].sort(),
    name: `${rule.gate} ${rule.trigger}`,
    origin: rule.origin,
  };
  if (rule.action === 'STOP') return { ...shared, isMet: false };
  return { ...shared, isMet: true, ...(rule.action === 'WARN' ? { isWarning: true } : {}) };
}

function judgedImage(report: ScanReport, now: Date): JudgedImage {
  const isCounted = (finding: Finding): finding is VulnerabilityFinding => finding.kind === 'vulnerability' && finding.lane !== 'not-applicable';
  return {
    report,
    vulnerabilities: gatingFindings(report).filter(isCounted),
    packages: new Map(report.packages.map((found) => [found.id, found])),
    now,
  };
} // prettier-ignore
