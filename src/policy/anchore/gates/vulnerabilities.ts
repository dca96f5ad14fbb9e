import { packageManagerOf } from '../../../model/ecosystem.ts';
import { isKnownExploited, type VulnerabilityFinding } from '../../../model/finding.ts';
import { findingNames } from '../../../model/finding-names.ts';
import { severityRank } from '../../../model/severity.ts';
import { unansweredTrigger, whereScanned, type AnchoreTrigger, type JudgedImage, type TriggerMatch } from '../anchore-trigger.ts';
import { type RuleParameters } from '../rule-parameters.ts';

const gates = ['vulnerabilities'];
const comparisons = ['=', '!=', '<', '>', '<=', '>='];
const dayMs = 86_400_000;

/** Triggers of the gate `vulnerabilities`. */
export const vulnerabilityTriggers: readonly AnchoreTrigger[] = [
  {
    gates,
    names: ['package'],
    parameters: {
      package_type: ['all', 'os', 'non-os'],
      severity_comparison: comparisons,
      severity: ['unknown', 'negligible', 'low', 'medium', 'high', 'critical'],
      cvss_v3_base_score_comparison: comparisons,
      cvss_v3_base_score: 'number',
      vendor_cvss_v3_base_score_comparison: comparisons,
      vendor_cvss_v3_base_score: 'number',
      fix_available: 'boolean',
      vendor_only: 'boolean',
      max_days_since_creation: 'number',
      max_days_since_fix: 'number',
      package_path_exclude: 'pattern',
      inherited_from_base: 'boolean',
    },
    required: ['package_type'],
    judge: whereScanned('vulnerability', 'vuln', (parameters, image) =>
      image.vulnerabilities.filter((finding) => isMeant(finding, parameters, image)).map((finding) => describe(finding, image)),
    ),
  },
  {
    gates,
    names: ['blacklist', 'denylist'],
    parameters: { vulnerability_ids: 'list', vendor_only: 'boolean' },
    required: ['vulnerability_ids'],
    judge: whereScanned('vulnerability', 'vuln', (parameters, image) =>
      image.vulnerabilities
        .filter((finding) => isOfVendor(finding, parameters) && parameters.list('vulnerability_ids').some((id) => findingNames(finding).has(id.toLowerCase())))
        .map((finding) => describe(finding, image)),
    ),
  },
  {
    gates,
    names: ['kev_list'],
    parameters: { vendor_only: 'boolean' },
    required: [],
    judge: whereScanned('vulnerability', 'vuln', (parameters, image) =>
      image.vulnerabilities.filter((finding) => isKnownExploited(finding) && isOfVendor(finding, parameters)).map((finding) => describe(finding, image)),
    ),
  },
  {
    gates,
    names: ['stale_feed_data'],
    parameters: { max_days_since_sync: 'number' },
    required: ['max_days_since_sync'],
    judge: whereScanned('vulnerability', 'vuln', (parameters, { report, now }) => {
      const most = parameters.number('max_days_since_sync') ?? 0;
      const old = report.advisories.sources.filter(({ asOf }) => !(now.getTime() - Date.parse(asOf ?? '') <= most * dayMs));
      if (report.advisories.kind !== 'database') return [{ text: 'there is no advisory database' }];
      return old.map(({ id, asOf }) => ({ text: asOf === undefined ? `the age of ${id} is unknown` : `${id} is as of ${asOf.slice(0, 10)}` }));
    }),
  },
  {
    gates,
    names: ['vulnerability_data_unavailable'],
    parameters: {},
    required: [],
    judge: whereScanned('vulnerability', 'vuln', (_, { report: { advisories, issues } }) => {
      if (advisories.kind !== 'database') return [{ text: 'there is no advisory database' }];
      return issues.filter(({ code }) => code === 'ADVISORIES_MISSING').map(({ message }) => ({ text: message }));
    }),
  },
  unansweredTrigger(gates, ['stale_windows_data'], 'asks about feeds of Anchore'),
]; // prettier-ignore

function isMeant(finding: VulnerabilityFinding, parameters: RuleParameters, image: JudgedImage): boolean {
  const wanted = parameters.text('package_type') ?? 'all';
  const found = image.packages.get(finding.packageId);
  const isOfSystem = found === undefined ? undefined : packageManagerOf(found.ecosystem) !== undefined;
  if (wanted !== 'all' && isOfSystem !== undefined && (wanted === 'os') !== isOfSystem) return false;
  if (!compare(parameters.text('severity_comparison') ?? '>', -severityRank(finding.severity), -rankOf(parameters.text('severity')))) return false;
  const isExcluded = parameters.pattern('package_path_exclude');
  if (isOfSystem === false && isExcluded !== undefined && finding.locations.every(({ path }) => isExcluded(`/${path}`))) return false;
  if (!isOfVendor(finding, parameters)) return false;
  const base = parameters.boolean('inherited_from_base');
  if (base !== undefined && finding.broughtBy !== 'unknown' && base !== (finding.broughtBy === 'base')) return false;
  const hasFix = parameters.boolean('fix_available');
  if (hasFix !== undefined && hasFix !== (finding.fixedVersion !== undefined)) return false;
  return isOldEnough(finding, parameters, image.now) && isScored(finding, parameters);
} // prettier-ignore

function rankOf(severity: string | undefined): number {
  return severityRank((severity ?? 'unknown') as VulnerabilityFinding['severity']);
}

/** Anchore leaves out what the vendor will not fix, unless a rule says otherwise. */
function isOfVendor(finding: VulnerabilityFinding, parameters: RuleParameters): boolean {
  return parameters.boolean('vendor_only') === false || finding.lane !== 'wont-fix';
}

/** Anchore counts days from when it first saw a flaw or its fix; only its publication is known here, which is never later. Unknown counts as old. */
function isOldEnough({ advisory: { published } }: VulnerabilityFinding, parameters: RuleParameters, now: Date): boolean {
  const days = (now.getTime() - Date.parse(published ?? '')) / dayMs;
  const least = Math.max(
    parameters.number('max_days_since_creation') ?? 0,
    parameters.boolean('fix_available') === true ? (parameters.number('max_days_since_fix') ?? 0) : 0,
  );
  return least === 0 || !(days < least);
}

/** Scores of CVSS version 3: those of the NVD, and those of anyone else. A score that nobody gives is -1, as in Anchore. */
function isScored(finding: VulnerabilityFinding, parameters: RuleParameters): boolean {
  const rated = [...(finding.enrichment.severities ?? []), ...finding.severities].filter(({ vector = '' }) => vector.startsWith('CVSS:3'));
  const highest = (isNvd: boolean): number => Math.max(-1, ...rated.filter(({ origin }) => (origin === 'nvd') === isNvd).map(({ score = -1 }) => score));
  return [['cvss_v3_base_score', true] as const, ['vendor_cvss_v3_base_score', false] as const].every(([name, isNvd]) => {
    const wanted = parameters.number(name);
    return wanted === undefined || compare(parameters.text(`${name}_comparison`) ?? '>=', highest(isNvd), wanted);
  });
} // prettier-ignore

/** `a OPERATOR b`. */
export function compare(operator: string, a: number, b: number): boolean {
  if (operator === '=') return a === b;
  if (operator === '!=') return a !== b;
  if (operator.endsWith('=') && a === b) return true;
  return operator.startsWith('<') ? a < b : a > b;
}

function describe(finding: VulnerabilityFinding, { packages }: JudgedImage): TriggerMatch {
  return { text: `${finding.id} in ${packages.get(finding.packageId)?.purl ?? finding.packageId}`, fingerprint: finding.fingerprint };
}
