import { hash } from 'node:crypto';
import { scoreCvss } from '../../../model/cvss.ts';
import { describeFinding } from '../../../model/describe-finding.ts';
import { type VulnerabilityFinding } from '../../../model/finding.ts';
import { type SeverityRating } from '../../../model/severity.ts';
import { spdxDate } from '../tool-name.ts';
import { type Make, type SpdxElement } from './spdx-element.ts';

/** The profile Security: each flaw once, whom it affects, and how its publishers rate it; spdx.github.io/spdx-spec/v3.0.1, Security. */
export function securityElements(
  findings: readonly VulnerabilityFinding[],
  refOf: (id: string) => string | undefined,
  make: Make,
): readonly SpdxElement[] {
  const flaws = new Map<string, SpdxElement>();
  const elements: SpdxElement[] = [];
  for (const finding of findings) {
    const packages = [finding.packageId, ...finding.otherPackageIds].map(refOf).filter((each) => each !== undefined);
    if (packages.length === 0) continue;
    const known = flaws.get(finding.id);
    const flaw = known ?? makeFlaw(finding, make);
    flaws.set(finding.id, flaw);
    const from = String(flaw['spdxId']);
    elements.push(assess(finding, { from, to: packages }, make));
    if (known === undefined) elements.push(...rate(finding, { from, to: packages.slice(0, 1) }, make));
  }
  return [...flaws.values(), ...elements];
}

function makeFlaw(finding: VulnerabilityFinding, make: Make): SpdxElement {
  const { id, aliases, advisory } = finding;
  const { title, description, references } = describeFinding(finding);
  return make('security_Vulnerability', `Vulnerability-${keyOf(id)}`, {
    name: id,
    summary: title,
    description,
    security_publishedTime: timeOf(advisory.published),
    security_modifiedTime: timeOf(advisory.modified),
    externalIdentifier: [id, ...aliases].map((identifier) => ({
      type: 'ExternalIdentifier',
      externalIdentifierType: /^CVE-\d{4}-\d{4,}$/.test(identifier) ? 'cve' : 'securityOther',
      identifier,
    })),
    externalRef: references.length === 0 ? undefined : references.map((locator) => ({ type: 'ExternalRef', externalRefType: 'securityAdvisory', locator: [locator] })),
  });
} // prettier-ignore

interface Ends {
  readonly from: string;
  readonly to: readonly string[];
}

/** What VEX said, or that it is affected and what to do. A finding that was set aside by hand still affects. */
function assess(finding: VulnerabilityFinding, { from, to }: Ends, make: Make): SpdxElement {
  const { suppression, upgradeTo, fixedVersion, lane, fixState } = finding;
  const local = `Assessment-${keyOf(`${finding.id} ${finding.packageId}`)}`;
  const ends = { from, to };
  if (suppression?.vex?.status === 'not_affected')
    return make('security_VexNotAffectedVulnAssessmentRelationship', local, {
      ...ends,
      relationshipType: 'doesNotAffect',
      security_justificationType: justifications.get(suppression.vex.justification ?? ''),
      security_impactStatement: suppression.reason,
      security_statusNotes: suppression.origin,
    });
  if (suppression?.vex?.status === 'fixed')
    return make('security_VexFixedVulnAssessmentRelationship', local, {
      ...ends,
      relationshipType: 'fixedIn',
      security_statusNotes: suppression.origin,
    });
  const version = upgradeTo ?? fixedVersion;
  return make('security_VexAffectedVulnAssessmentRelationship', local, {
    ...ends,
    relationshipType: 'affects',
    security_actionStatement: version === undefined ? `No fix is known (${fixState})` : `Upgrade to ${version}`,
    security_statusNotes: suppression === undefined ? lane : `suppressed: ${suppression.reason} (${suppression.origin})`,
  });
}

/** OpenVEX's and CycloneDX's words. */
const justifications: ReadonlyMap<string, string> = new Map([
  ['component_not_present', 'componentNotPresent'],
  ['vulnerable_code_not_present', 'vulnerableCodeNotPresent'],
  ['vulnerable_code_not_in_execute_path', 'vulnerableCodeNotInExecutePath'],
  ['vulnerable_code_cannot_be_controlled_by_adversary', 'vulnerableCodeCannotBeControlledByAdversary'],
  ['inline_mitigations_already_exist', 'inlineMitigationsAlreadyExist'],
]);

/** Scores by publisher, and the probability that it is exploited. */
function rate({ id, severities, enrichment }: VulnerabilityFinding, ends: Ends, make: Make): readonly SpdxElement[] {
  const scored = severities.flatMap((rating, at) => rateByCvss(rating, `Cvss-${keyOf(`${id} ${at}`)}`, ends, make));
  const { exploitPrediction } = enrichment;
  if (exploitPrediction === undefined) return scored;
  const epss = make('security_EpssVulnAssessmentRelationship', `Epss-${keyOf(id)}`, {
    ...ends,
    relationshipType: 'hasAssessmentFor',
    security_probability: exploitPrediction.probability,
    security_percentile: exploitPrediction.percentile,
    security_publishedTime: timeOf(exploitPrediction.scoredOn),
  });
  return [...scored, epss];
}

/** The severity is that of the score, as the specification of CVSS has it, and not the publisher's own word. */
function rateByCvss({ origin, score, vector }: SeverityRating, local: string, ends: Ends, make: Make): readonly SpdxElement[] {
  const computed = vector === undefined ? undefined : scoreCvss(vector);
  if (vector === undefined || computed === undefined) return [];
  const version = /^CVSS:(\d)/.exec(vector)?.[1] ?? '2';
  const severity = computed.severity === 'negligible' ? 'none' : computed.severity;
  const members = { ...ends, relationshipType: 'hasAssessmentFor', security_score: score ?? computed.score, security_vectorString: vector, comment: `rated by ${origin}` };
  return [make(`security_CvssV${version}VulnAssessmentRelationship`, local, version === '2' ? members : { ...members, security_severity: severity })];
} // prettier-ignore

function keyOf(text: string): string {
  return hash('sha256', text).slice(0, 16);
}

function timeOf(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : spdxDate(new Date(time));
}
