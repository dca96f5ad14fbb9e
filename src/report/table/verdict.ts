import { countFindings } from '../../model/count-findings.ts';
import { type Decision } from '../../model/decision.ts';
import { type Finding, isKnownExploited, isUnfixed } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { type ReportView } from '../report-view.ts';
import { kindWords } from './kind-words.ts';
import { countOf } from './words.ts';

/** Whether the image can ship, in a word and a sentence. */
export interface Verdict {
  /** `FAIL: 3 critical`, `PASS`, `FIXES AVAILABLE`, `INCOMPLETE: 2 parts not scanned`. */
  readonly word: string;
  readonly sentence: string;
  readonly tone: 'good' | 'caution' | 'bad';
}

/** A failed policy first, then what was not scanned, then what can be fixed. "No findings" is always shown with the completeness of the scan. */
export function verdictOf(view: ReportView): Verdict {
  const { decision, report } = view;
  if (decision.verdict === 'fail') return failure(view);
  const hasGap = report.completeness === 'none' || !isComplete(view);
  const isGated = decision.judged?.includes('findings') ?? true;
  if (decision.verdict === 'pass' && isGated) return hasGap ? gap(view, 'The policy passes for the scanned content.') : pass(view);
  if (decision.verdict === 'pass') return withoutGate(view, hasGap, `${sentenceOf(summaryOf(decision))} No gate judges findings. `);
  return withoutGate(view, hasGap);
}

/** What the findings say where no gate judges them, after what was judged. */
function withoutGate(view: ReportView, hasGap: boolean, judged = ''): Verdict {
  const { word, sentence, tone } = ofFindings(view, hasGap);
  return { word, sentence: `${judged}${sentence}`, tone };
}

function ofFindings(view: ReportView, hasGap: boolean): Verdict {
  const applicable = view.shown.filter(({ lane }) => lane !== 'not-applicable');
  if (applicable.some(({ lane }) => lane === 'fix-now')) return fixes(applicable);
  if (hasGap) return gap(view, applicable.length === 0 ? 'No findings in the scanned content.' : withoutFix(applicable));
  return applicable.length > 0 ? { word: 'NO FIXES AVAILABLE', sentence: withoutFix(applicable), tone: 'caution' } : nothing(view);
}

/** Whether nothing is missing, or the policy says that it accepts what is. */
function isComplete({ decision: { statements }, report }: ReportView): boolean {
  if (statements.some(({ isMet }) => !isMet)) return false;
  return report.issues.every(({ severity }) => severity !== 'error') || statements.some(({ isWarning }) => isWarning === true);
}

function failure({ decision, report }: ReportView): Verdict {
  const unmet = decision.statements.filter(({ isMet }) => !isMet);
  const fingerprints = new Set(unmet.flatMap(({ violatedBy }) => violatedBy));
  const findings = report.findings.filter(({ fingerprint }) => fingerprints.has(fingerprint));
  if (findings.length === 0) return { word: 'FAIL', sentence: `Do not ship: ${unmet[0]?.text ?? 'the policy failed'}.`, tone: 'bad' };
  const { distinct } = countFindings(findings);
  const fixable = countFindings(findings.filter((finding) => !isUnfixed(finding))).distinct;
  const fixed =
    fixable === 0
      ? 'none has a fix'
      : fixable === distinct
        ? `${distinct === 1 ? 'it has' : 'all have'} a fix`
        : `${fixable} of them can be fixed`;
  return {
    word: `FAIL: ${worstOf(findings)}`,
    sentence: `Do not ship: ${countOf(distinct, 'finding fails', 'findings fail')} the policy; ${fixed}.`,
    tone: 'bad',
  };
}

function pass({ decision }: ReportView): Verdict {
  const [first, ...others] = decision.statements.filter(({ isWarning }) => isWarning === true).map(({ text }) => text);
  if (first === undefined) return { word: 'PASS', sentence: `OK to ship: ${summaryOf(decision)}.`, tone: 'good' };
  return { word: 'PASS', sentence: `OK to ship by this policy, but ${[first, ...others].join('; ')}.`, tone: 'good' };
}

/** The first statement of each gate. */
function summaryOf({ judged, statements }: Decision): string {
  const texts = statements.slice(0, judged?.length ?? 1).map(({ text }) => text);
  return texts.length === 0 ? 'the policy passes' : texts.join('; ');
}

function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function gap({ report, decision }: ReportView, what: string): Verdict {
  if (report.completeness === 'none') return { word: 'INCOMPLETE', sentence: 'No verdict: nothing could be scanned.', tone: 'caution' };
  const reason = decision.statements.find(({ isMet }) => !isMet)?.text;
  const errors = report.issues.filter(({ severity }) => severity === 'error').length;
  return {
    word: `INCOMPLETE: ${countOf(errors, 'part')} not scanned`,
    sentence: `No verdict: ${reason ?? `${countOf(errors, 'part')} could not be scanned`}. ${what}`,
    tone: 'caution',
  };
}

function fixes(shown: readonly Finding[]): Verdict {
  const fixable = shown.filter(({ lane }) => lane === 'fix-now');
  const [some, all] = [countFindings(fixable).distinct, countFindings(shown).distinct];
  const which =
    some === all ? (all === 1 ? 'the finding' : all === 2 ? 'both findings' : `all ${all} findings`) : `${some} of ${all} findings`;
  return { word: 'FIXES AVAILABLE', sentence: `Fix before you ship: ${which} can be fixed now (${worstOf(fixable)}).`, tone: 'caution' };
}

function withoutFix(shown: readonly Finding[]): string {
  const { distinct } = countFindings(shown);
  return `Nothing to fix now: ${countOf(distinct, 'finding has', 'findings have')} no fix (${worstOf(shown)}).`;
}

function nothing({ report, hidden }: ReportView): Verdict {
  const warnings = report.issues.length;
  const isFiltered = hidden.ofOtherSeverity.length + hidden.withoutFix.length + hidden.ofBase.length > 0;
  const found = isFiltered
    ? `no findings left by the filters${report.packages.length === 0 ? '' : ` in ${countOf(report.packages.length, 'package')}`}`
    : noneOf(report);
  // A policy that says warn or ignore lets pass what nobody signed; that is not for the scan to call good.
  if (warnings === 0 && report.trust?.isTrusted === false) return { word: 'NO FINDINGS', sentence: sentenceOf(found), tone: 'caution' };
  if (warnings === 0) return { word: 'NO FINDINGS', sentence: `OK to ship: ${found}.`, tone: 'good' };
  const lower = warnings === 1 ? '1 warning lowers' : `${warnings} warnings lower`;
  return {
    word: `UNCERTAIN: ${countOf(warnings, 'warning')}`,
    sentence: `Uncertain: ${found}, but ${lower} confidence.`,
    tone: 'caution',
  };
}

/** `no known vulnerabilities in 3 packages, no misconfiguration`: of what was looked for. */
function noneOf({ scannedFor, packages }: ReportView['report']): string {
  return scannedFor
    .map((kind) =>
      kind === 'vulnerability'
        ? `no known vulnerabilities in ${countOf(packages.length, 'package')}`
        : `no ${kind === 'license' ? 'licence findings' : kindWords[kind]}`,
    )
    .join(', ');
}

/** `3 critical, 2 high`, or `1 exploited` where that is the worst of it. */
function worstOf(findings: readonly Finding[]): string {
  const counts = severities
    .map((severity) => ({ severity, count: countFindings(findings.filter((finding) => finding.severity === severity)).distinct }))
    .filter(({ count }) => count > 0);
  const exploited = countFindings(findings.filter(isKnownExploited)).distinct;
  const words = counts.slice(0, 2).map(({ severity, count }) => `${count} ${severity === 'unknown' ? 'of unknown severity' : severity}`);
  return [...words, ...(exploited > 0 ? [`${exploited} exploited`] : [])].join(', ');
}
