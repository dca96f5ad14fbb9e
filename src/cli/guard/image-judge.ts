import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { type Finding } from '../../model/finding.ts';
import { kindSettingsOf } from '../../model/kind-settings.ts';
import { type Decision } from '../../model/decision.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { severities } from '../../model/severity.ts';
import { flagPolicy } from '../../policy/flag-policy.ts';
import { fixWord } from '../../report/fix-word.ts';
import { verifyImage } from '../../trust/verdict/verify-image.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { reportFormats } from '../report/report-formats.ts';
import { writeReports } from '../report/write-reports.ts';
import { scanAndJudge } from '../scan/run-scan.ts';
import { readScanRequest } from '../scan/scan-request.ts';
import { type GuardSettings } from './guard-settings.ts';

/** An image at the door. */
export interface GuardedImage {
  /** For people, as it was asked for. */
  readonly name: string;
  /** What to scan: `docker:sha256:…`, `registry:host/name@sha256:…`. */
  readonly target: string;
  /** Names its content: the same key has the same content. */
  readonly key: string;
  /** `registry/repository[:tag]@sha256:…`, where its signature is; absent for an image that came from no registry. */
  readonly signedAs?: string;
}

export interface ImageVerdict {
  readonly isAllowed: boolean;
  readonly reasons: readonly string[];
  /** A question had no answer; what that means is for the policy to say. */
  readonly isUnanswered: boolean;
  /** Digest that a trusted signature is for. */
  readonly digest?: string;
  /** File with the whole report. */
  readonly report?: string;
}

const mostImages = 200;
/** A failure may be over soon: it is asked again after this. */
const failureMs = 30_000;

/** Scans and verifies images, each content once in the time that the policy lets a scan count. What it found is judged anew each time, since policies and dates change. */
export class ImageJudge {
  readonly #input: CommandInput;
  readonly #context: CommandContext;
  readonly #scans = new Map<string, { readonly at: number; readonly report: Promise<ScanReport> }>();
  readonly #verdicts = new Map<string, { readonly at: number; readonly verdict: Promise<Awaited<ReturnType<typeof verifyImage>>> }>();

  constructor(input: CommandInput, context: CommandContext) {
    this.#input = input;
    this.#context = context;
  }

  async judge(image: GuardedImage, settings: GuardSettings): Promise<ImageVerdict> {
    const { requires } = settings.guard.images;
    const [signed, scanned] = await Promise.all([
      requires.includes('signed') ? this.#judgeSignature(image, settings) : nothing,
      requires.includes('scanned') ? this.#judgeScan(image, settings) : nothing,
    ]);
    return {
      isAllowed: signed.isAllowed && scanned.isAllowed,
      ...(scanned.report === undefined ? {} : { report: scanned.report }),
      ...(signed.digest === undefined ? {} : { digest: signed.digest }),
      // Of a refusal only what refuses.
      reasons: [signed, scanned].filter((each) => each.isAllowed === (signed.isAllowed && scanned.isAllowed)).flatMap(({ reasons }) => reasons),
      isUnanswered: [signed, scanned].some(({ isAllowed, isUnanswered }) => !isAllowed && isUnanswered) && [signed, scanned].every(({ isAllowed, isUnanswered }) => isAllowed || isUnanswered),
    };
  } // prettier-ignore

  async #judgeSignature({ name, signedAs, key }: GuardedImage, { verify, guard }: GuardSettings): Promise<ImageVerdict> {
    if (verify === undefined) return refusal('not signed: no trust policy names a signer', true);
    if (signedAs === undefined) return refusal('not signed: it came from no registry');
    const at = this.#context.runtime.now().getTime();
    const entry = `${key} ${signedAs}`;
    const known = this.#verdicts.get(entry);
    const isFresh = known !== undefined && at - known.at < guard.images.maxAgeMs;
    const verdict = isFresh ? known.verdict : verifyImage(signedAs, verify, this.#context.runtime);
    if (!isFresh) remember(this.#verdicts, entry, { at, verdict });
    try {
      const { isTrusted, refused, failures, action, digest } = await verdict;
      if (isTrusted || action === 'warn' || action === 'ignore') return { ...nothing, ...(isTrusted && digest !== undefined ? { digest } : {}) };
      if (failures.length > 0) this.#verdicts.delete(entry);
      const [first] = [...refused, ...failures];
      return refusal(`not signed as required: ${first?.message ?? name} (${first?.code ?? action})`, refused.length === 0 && failures.length > 0);
    } catch (error) {
      if (this.#verdicts.get(entry)?.verdict === verdict) this.#verdicts.delete(entry);
      if (!(error instanceof PratiqueError)) throw error;
      return refusal(`signature not verified: ${error.message} (${error.code})`, true);
    }
  } // prettier-ignore

  async #judgeScan(image: GuardedImage, settings: GuardSettings): Promise<ImageVerdict> {
    let report: ScanReport;
    try {
      report = await this.#scan(image, settings.guard.images.maxAgeMs);
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      return refusal(`not scanned: ${error.message} (${error.code})`, true);
    }
    const applied = settings.policy.apply(report, this.#context.runtime.now());
    const decision = settings.policy.decide(applied);
    if (decision.exitCode === 0) return { isAllowed: true, reasons: suppressionsOf(applied), isUnanswered: false };
    const path = await this.#keep(image.key, applied, decision);
    const isIncomplete = decision.exitCode === 4;
    const gap = isIncomplete ? applied.issues.find(({ severity }) => severity === 'error') : undefined;
    return refusal(
      `${describeDecision(decision, applied)}${gap === undefined ? '' : `: ${gap.message} (${gap.code})`}`,
      isIncomplete,
      path,
    );
  }

  async #scan({ key, target }: GuardedImage, maxAgeMs: number): Promise<ScanReport> {
    const at = this.#context.runtime.now().getTime();
    const known = this.#scans.get(key);
    if (known !== undefined && at - known.at < maxAgeMs) return known.report;
    const report = this.#scanNow(target);
    remember(this.#scans, key, { at, report });
    report.catch(() => setTimeout(() => { if (this.#scans.get(key)?.report === report) this.#scans.delete(key); }, failureMs).unref()); // prettier-ignore
    return report;
  }

  async #scanNow(target: string): Promise<ScanReport> {
    const { cacheDirectory } = this.#context;
    const request = readScanRequest({ ...this.#input, arguments: [target] }, { formats: reportFormats, cacheDirectory });
    const judging = { policy: flagPolicy(request.gate), verify: undefined, ...kindSettingsOf({}) };
    const [judged] = await scanAndJudge(target, request, judging, this.#context);
    if (judged === undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${target} has no image for this platform`);
    return judged.report;
  }

  /** The whole report, for whoever was stopped. */
  async #keep(key: string, report: ScanReport, decision: Decision): Promise<string> {
    const folder = join(this.#context.cacheDirectory, 'guard');
    makeDirectory(folder);
    const file = join(folder, `${key.replace(/^sha256:([0-9a-f]{12}).*$/, '$1').replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80)}.json`);
    await writeReports([{ report, decision }], [], { outputs: [{ format: 'json', file }], isVerbose: false, display: {}, sarifTarget: 'none' }, this.#context);
    return file;
  } // prettier-ignore
}

const nothing: ImageVerdict = { isAllowed: true, reasons: [], isUnanswered: false };

function refusal(reason: string, isUnanswered = false, report?: string): ImageVerdict {
  return { isAllowed: false, reasons: [reason], isUnanswered, ...(report === undefined ? {} : { report }) };
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostImages && oldest !== undefined) map.delete(oldest);
}

/** The statements that are not met, with the worst of the findings that each counts. */
function describeDecision({ statements }: Decision, { findings, packages }: ScanReport): string {
  const violated = statements.filter(({ isMet }) => !isMet);
  const counted = new Set(violated.flatMap(({ violatedBy }) => violatedBy));
  const worst = findings.filter(({ fingerprint }) => counted.has(fingerprint)).sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity)); // prettier-ignore
  const names = new Map(packages.map(({ id, name, version }) => [id, `${name} ${version ?? ''}`.trim()]));
  const named = worst.slice(0, 3).map((finding) => nameOf(finding, names));
  const more = worst.length > named.length ? ` … and ${worst.length - named.length} more` : '';
  return `${violated.map(({ text }) => text).join(', ')}${named.length === 0 ? '' : `: ${named.join(', ')}${more}`}`;
}

function nameOf(finding: Finding, packages: ReadonlyMap<string, string>): string {
  if (finding.kind !== 'vulnerability') return finding.ruleId;
  const fix = finding.fixedVersion === undefined ? fixWord(finding) : `fixed in ${fixWord(finding)}`;
  return `${finding.id} in ${packages.get(finding.packageId) ?? finding.packageId} (${fix})`;
}

function suppressionsOf({ findings }: ScanReport): readonly string[] {
  const suppressed = findings.filter((finding) => finding.suppression !== undefined);
  if (suppressed.length === 0) return [];
  const names = [...new Set(suppressed.map((finding) => `${finding.kind === 'vulnerability' ? finding.id : finding.ruleId} (${finding.suppression!.origin})`))]; // prettier-ignore
  return [`suppressed: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`];
}
