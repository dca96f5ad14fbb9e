import { type ReportView } from '../report-view.ts';
import { type AffectedRange, type Enrichment } from '../../model/advisory.ts';
import { describeFinding } from '../../model/describe-finding.ts';
import { type Finding, type RuleFinding, type RuleLocation, type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type PackageReach } from '../../model/reach.ts';
import { type SeverityRating } from '../../model/severity.ts';
import { type Suppression, type VexClaim } from '../../model/suppression.ts';
import { toLocation } from './to-package.ts';

/** Members that every finding begins with; `layer` repeats what the first location's index means, so that a finding can be read alone. */
export function toFinding(finding: Finding, view: ReportView): unknown {
  return finding.kind === 'vulnerability' ? toVulnerability(finding, view) : toRuleFinding(finding, view);
}

function toVulnerability(finding: VulnerabilityFinding, view: ReportView): unknown {
  const found = view.packages.get(finding.packageId);
  const { title, description, weaknesses } = describeFinding(finding);
  return {
    kind: finding.kind,
    id: finding.id,
    aliases: finding.aliases,
    title,
    description,
    weaknesses: weaknesses.length === 0 ? undefined : weaknesses,
    fingerprint: finding.fingerprint,
    severity: finding.severity,
    severityOrigin: finding.severityOrigin,
    severities: finding.severities.map(toRating),
    lane: finding.lane,
    change: finding.change,
    fixState: finding.fixState,
    fixedVersion: finding.fixedVersion,
    fixStream: finding.fixStream,
    upgradeTo: finding.upgradeTo,
    package: toPackageOf(finding.packageId, found),
    otherPackageIds: finding.otherPackageIds,
    layer: toLayerOf(found?.layerIndex, view),
    locations: finding.locations.map(toLocation),
    broughtBy: finding.broughtBy,
    reach: finding.reach === undefined ? undefined : toReach(finding.reach),
    hasLowerConfidence: finding.hasLowerConfidence,
    isDistroSilent: finding.isDistroSilent,
    advisory: toAdvisory(finding.advisory),
    advisoryIds: finding.advisoryIds,
    range: finding.range === undefined ? undefined : toRange(finding.range),
    enrichment: toEnrichment(finding.enrichment),
    suppression: toSuppression(finding.suppression),
  };
}

function toPackageOf(id: string, found: Package | undefined): unknown {
  return { id, purl: found?.purl, name: found?.name, version: found?.version, evidence: found?.evidence, supplier: found?.supplier };
}

function toRuleFinding(finding: RuleFinding, view: ReportView): unknown {
  const found = finding.packageId === undefined ? undefined : view.packages.get(finding.packageId);
  return {
    kind: finding.kind,
    ruleId: finding.ruleId,
    aliases: finding.aliases,
    title: finding.title,
    fingerprint: finding.fingerprint,
    severity: finding.severity,
    lane: finding.lane,
    change: finding.change,
    message: finding.message,
    remediation: finding.remediation,
    references: finding.references,
    exposure: finding.exposure,
    excerpt: finding.excerpt,
    setting: finding.setting,
    instruction: finding.instruction,
    source: finding.source,
    package: finding.packageId === undefined ? undefined : toPackageOf(finding.packageId, found),
    layer: toLayerOf(finding.locations[0]?.layerIndex, view),
    locations: finding.locations.map(toRuleLocation),
    suppression: toSuppression(finding.suppression),
  };
}

function toRuleLocation({ path, layerIndex, line, endLine, column, endColumn }: RuleLocation): unknown {
  return { path, layerIndex, line, endLine, column, endColumn };
}

/** Which layer and which instruction brought it. */
function toLayerOf(index: number | undefined, { report }: ReportView): unknown {
  const layer = index === undefined ? undefined : report.target.layers[index];
  return layer === undefined ? undefined : { index: layer.index, digest: layer.digest, diffId: layer.diffId, createdBy: layer.createdBy };
}

function toAdvisory(advisory: VulnerabilityFinding['advisory']): unknown {
  const { id, sourceId, published, modified, references, isMalware, symbols } = advisory;
  return {
    id,
    sourceId,
    published,
    modified,
    references,
    isMalware,
    symbols: symbols?.map(({ path, symbols: names }) => ({ path, symbols: names })),
  };
}

function toReach({ state, reason, steps }: PackageReach): unknown {
  return { state, reason, steps: steps?.map(({ path, how }) => ({ path, how })) };
}

function toRating({ origin, severity, score, vector }: SeverityRating): unknown {
  return { origin, severity, score, vector };
}

function toRange({ introduced, fixed, lastAffected }: AffectedRange): unknown {
  return { introduced, fixed, lastAffected };
}

function toEnrichment({ knownExploited, exploitPrediction, assessment }: Enrichment): unknown {
  return {
    knownExploited:
      knownExploited === undefined
        ? undefined
        : { addedOn: knownExploited.addedOn, dueOn: knownExploited.dueOn, isRansomware: knownExploited.isRansomware },
    exploitPrediction:
      exploitPrediction === undefined
        ? undefined
        : {
            probability: exploitPrediction.probability,
            percentile: exploitPrediction.percentile,
            scoredOn: exploitPrediction.scoredOn,
          },
    assessment:
      assessment === undefined
        ? undefined
        : {
            exploitation: assessment.exploitation,
            isAutomatable: assessment.isAutomatable,
            technicalImpact: assessment.technicalImpact,
            assessedOn: assessment.assessedOn,
          },
  };
}

function toSuppression(suppression: Suppression | undefined): unknown {
  if (suppression === undefined) return undefined;
  const { reason, origin, expiresOn, until, owner, ticket, vex } = suppression;
  return { reason, origin, expiresOn, until, owner, ticket, vex: vex === undefined ? undefined : toClaim(vex) };
}

function toClaim({ status, justification, documentId, author, statedOn }: VexClaim): unknown {
  return { status, justification, documentId, author, statedOn };
}
