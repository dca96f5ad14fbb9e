import { escapeControl } from '../lib/terminal/escape-control.ts';
import { describeFinding } from '../model/describe-finding.ts';
import { type Finding, type FindingKind, isKnownExploited, type RuleFinding, type VulnerabilityFinding } from '../model/finding.ts';
import { readableInstruction } from '../model/readable-instruction.ts';
import { type ScannedLayer } from '../model/report.ts';
import { type SeverityRating } from '../model/severity.ts';
import { findingLink } from './finding-link.ts';
import { fixWord } from './fix-word.ts';
import { isPlainUrl } from './plain-url.ts';
import { type ReportView } from './report-view.ts';
import { cutText } from './text/cut-text.ts';

/**
 * What every format that shows one finding after the other says about it, for findings of every kind. Texts are as the image and the advisories have
 * them: each format does its own escaping.
 */
export interface FindingFacts {
  readonly finding: Finding;
  readonly kind: FindingKind;
  readonly id: string;
  readonly aliases: readonly string[];
  /** Never empty. */
  readonly title: string;
  /** Why it matters, on one line, often with Markdown in it; empty where its publisher says nothing. */
  readonly description: string;
  /** A sentence that says what is where: `lodash 4.17.20: Command Injection in lodash (CVE-2021-23337)`. */
  readonly message: string;
  /** Absent where a finding is about no package. */
  readonly package?: { readonly name: string; readonly version: string; readonly purl: string };
  /** The version that fixes it, or why there is none; empty for findings that are about no package. */
  readonly fix: string;
  /** What to do, in the imperative; empty where nothing is known. */
  readonly remedy: string;
  /** Where it is: paths inside the image or the folder, a file and line, a member of the configuration. */
  readonly paths: readonly string[];
  readonly layer?: ScannedLayer;
  /** What made the layer, as in a Dockerfile; empty where that is not known. */
  readonly instruction: string;
  readonly broughtBy: 'base' | 'own' | 'unknown';
  readonly url?: string;
  /** http(s) addresses in printable ASCII. */
  readonly references: readonly string[];
  /** `CWE-79` */
  readonly weaknesses: readonly string[];
  readonly isExploited: boolean;
  /** EPSS, 0…1. */
  readonly probability?: number;
  /** Of the publisher whose severity counts, else of the first with a vector. */
  readonly rating?: SeverityRating;
}

/** Several formats of one run ask for the same. */
const known = new WeakMap<ReportView, Map<Finding, FindingFacts>>();

export function factsOf(finding: Finding, view: ReportView): FindingFacts {
  const ofView = known.get(view) ?? new Map<Finding, FindingFacts>();
  const found = ofView.get(finding);
  if (found !== undefined) return found;
  if (ofView.size === 0) known.set(view, ofView);
  const facts = finding.kind === 'vulnerability' ? factsOfVulnerability(finding, view) : factsOfRule(finding, view);
  ofView.set(finding, facts);
  return facts;
}

function factsOfVulnerability(finding: VulnerabilityFinding, view: ReportView): FindingFacts {
  const found = view.packages.get(finding.packageId);
  const name = found?.name ?? finding.packageId;
  const version = found?.version ?? '';
  const layer = found === undefined ? undefined : view.report.target.layers[found.layerIndex];
  const url = findingLink(finding);
  const probability = finding.enrichment.exploitPrediction?.probability;
  const rating = ratingOf(finding);
  const { title, description = '', references, weaknesses } = describeFinding(finding);
  return {
    finding,
    kind: finding.kind,
    id: finding.id,
    aliases: finding.aliases,
    title: title ?? `${finding.id} in ${name}`,
    description: description.replace(/\s+/g, ' ').trim(),
    message: messageOf(finding, title, version === '' ? name : `${name} ${version}`),
    package: { name, version, purl: found?.purl ?? '' },
    fix: fixWord(finding),
    remedy: remedyOf(finding, name),
    paths: finding.locations.map(({ path }) => path),
    ...(layer === undefined ? {} : { layer }),
    instruction: layer?.createdBy === undefined ? '' : readableInstruction(layer.createdBy),
    broughtBy: finding.broughtBy,
    ...(url === undefined ? {} : { url }),
    references: references.filter(isPlainUrl),
    weaknesses: weaknesses.filter((weakness) => /^CWE-\d{1,6}$/.test(weakness)),
    isExploited: isKnownExploited(finding),
    ...(probability === undefined ? {} : { probability }),
    ...(rating === undefined ? {} : { rating }),
  };
}

function factsOfRule(finding: RuleFinding, view: ReportView): FindingFacts {
  const [first] = finding.locations;
  const layer = first?.layerIndex === undefined ? undefined : view.report.target.layers[first.layerIndex];
  const createdBy = finding.instruction ?? layer?.createdBy;
  const found = finding.packageId === undefined ? undefined : view.packages.get(finding.packageId);
  const references = finding.references.filter(isPlainUrl);
  const message = finding.message === '' ? finding.title : finding.message;
  return {
    finding,
    kind: finding.kind,
    id: finding.ruleId,
    aliases: finding.aliases,
    title: finding.title === '' ? finding.ruleId : finding.title,
    description: '',
    message: finding.excerpt === undefined ? message : `${message}: ${finding.excerpt}`,
    ...(found === undefined ? {} : { package: { name: found.name, version: found.version ?? '', purl: found.purl } }),
    fix: '',
    remedy: finding.remediation,
    paths: placesOf(finding),
    ...(layer === undefined ? {} : { layer }),
    instruction: createdBy === undefined ? '' : readableInstruction(createdBy),
    broughtBy: layer?.broughtBy ?? 'unknown',
    ...(references[0] === undefined ? {} : { url: references[0] }),
    references,
    weaknesses: [],
    isExploited: false,
  };
}

/** `etc/passwd`, `Dockerfile:12`, `config.User`. */
function placesOf({ locations, setting }: RuleFinding): readonly string[] {
  if (locations.length === 0) return setting === undefined ? [] : [setting];
  return locations.map(({ path, line }) => (line === undefined ? path : `${path}:${line}`));
}

function messageOf({ id, advisory }: VulnerabilityFinding, title: string | undefined, what: string): string {
  if (title !== undefined) return `${what}: ${title} (${id})`;
  return advisory.isMalware === true ? `${what} is malware (${id})` : `${what} is affected by ${id}`;
}

function ratingOf({ severities, severityOrigin }: VulnerabilityFinding): SeverityRating | undefined {
  return (
    severities.find(({ origin, vector }) => origin === severityOrigin && vector !== undefined) ??
    severities.find(({ vector }) => vector !== undefined) ??
    severities.find(({ score }) => score !== undefined)
  );
}

function remedyOf({ upgradeTo, fixedVersion, fixStream, advisory }: VulnerabilityFinding, name: string): string {
  if (advisory.isMalware === true) return `Remove ${name}`;
  const version = upgradeTo ?? fixedVersion;
  if (version === undefined) return '';
  return `Upgrade ${name} to ${version}${fixStream === undefined ? '' : ` (published in ${fixStream} only)`}`;
}

/** `layer 2 (COPY node_modules /app/node_modules)`; empty for what has no layers. Its text is escaped for one line. */
export function describeLayer({ layer, instruction }: FindingFacts): string {
  if (layer === undefined) return '';
  return instruction === '' ? `layer ${layer.index}` : `layer ${layer.index} (${cutText(escapeControl(instruction), 200)})`;
}
