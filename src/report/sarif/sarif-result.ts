import { type Suppression } from '../../model/suppression.ts';
import { type ScanReport } from '../../model/report.ts';
import { describeLayer, type FindingFacts } from '../finding-facts.ts';
import { type SourcePosition } from '../../model/source-position.ts';
import { toRelativeUri } from '../text/relative-uri.ts';
import { type SarifLimits } from './sarif-target.ts';
import { type SarifRule } from './sarif-rule.ts';
import { sarifText } from './sarif-text.ts';
import { levelOf } from './security-severity.ts';

/** What a result needs to know besides its finding. */
export interface ResultContext {
  readonly report: ScanReport;
  readonly rule: SarifRule;
  readonly source: SourcePosition | undefined;
  readonly limits: SarifLimits;
  /** Counts equal fingerprints of the run: two versions of one package have the same. */
  readonly occurrence: number;
}

/** SARIF 2.1.0 §3.27. GitHub takes a result only with a file, and knows it again by rule, file and `primaryLocationLineHash`. */
export function toResult(facts: FindingFacts, { report, rule, source, limits, occurrence }: ResultContext): unknown {
  const { finding } = facts;
  return {
    ruleId: rule.id,
    ruleIndex: rule.index,
    level: finding.lane === 'not-applicable' ? 'note' : levelOf[finding.severity],
    message: { text: messageOf(facts) },
    locations: locationsOf(facts, source, report).slice(0, limits.locations),
    partialFingerprints: {
      primaryLocationLineHash: `${finding.fingerprint}:${occurrence}`,
      'pratiqueFingerprint/v1': finding.fingerprint,
    },
    baselineState: finding.change === undefined ? undefined : finding.change === 'pre-existing' ? 'unchanged' : 'new',
    suppressions: finding.suppression === undefined ? undefined : [toSuppression(finding.suppression)],
    properties: propertiesOf(facts),
  };
}

function messageOf(facts: FindingFacts): string {
  const { message, remedy, fix, paths } = facts;
  const layer = describeLayer(facts);
  const sentences = [
    message,
    remedy === '' ? (fix === '' ? '' : `Fix: ${fix}`) : remedy,
    layer === '' ? '' : `Found in ${layer}${facts.broughtBy === 'base' ? ', part of the base image' : ''}`,
    paths.length === 0
      ? ''
      : `${paths.length === 1 ? 'Path' : 'Paths'}: ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? `, and ${paths.length - 3} more` : ''}`,
  ];
  return sentences.filter((sentence) => sentence !== '').map(sarifText).join('. '); // prettier-ignore
}

/** The file of the repository where the finding is repaired; else the path inside the image, which no repository has but GitHub accepts. */
function locationsOf({ finding, paths, package: found, id }: FindingFacts, source: SourcePosition | undefined, report: ScanReport) {
  const logical = {
    name: found?.name ?? id,
    fullyQualifiedName: found === undefined || found.purl === '' ? `${report.target.name}:${paths[0] ?? ''}` : found.purl,
    kind: found === undefined ? 'resource' : 'package',
  };
  const [path = report.target.name] = paths;
  const place: SourcePosition = source ?? { path, line: 1 };
  return [
    {
      physicalLocation: {
        artifactLocation: { uri: toRelativeUri(place.path) },
        region: { startLine: place.line, endLine: place.endLine, startColumn: place.column, endColumn: place.endColumn },
      },
      logicalLocations: [logical],
      message: source === undefined || finding.locations.length === 0 ? undefined : { text: sarifText(path) },
    },
  ];
}

function toSuppression({ reason, origin }: Suppression): unknown {
  return { kind: 'external', status: 'accepted', justification: sarifText(`${reason} (${origin})`) };
}

function propertiesOf({ finding, package: found, broughtBy, fix, layer, probability }: FindingFacts): unknown {
  return {
    severity: finding.severity,
    lane: finding.lane,
    change: finding.change,
    package: found?.name,
    version: found?.version,
    purl: found?.purl,
    fix: fix === '' ? undefined : fix,
    broughtBy,
    reach: finding.kind === 'vulnerability' ? finding.reach?.state : undefined,
    layer: layer?.digest ?? layer?.diffId,
    epss: probability,
  };
}
