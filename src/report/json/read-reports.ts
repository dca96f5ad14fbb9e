import { findSchemaFault, type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type Decision } from '../../model/decision.ts';
import { type Finding, type RuleFinding, type VulnerabilityFinding } from '../../model/finding.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { type TrustedSignature, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { type FailedTarget, type JudgedReport } from '../reporter.ts';

/** What a JSON report says, as it was before it was written. */
export interface ReadReports {
  readonly reports: readonly JudgedReport[];
  readonly failures: readonly FailedTarget[];
  /** Names of targets of which the reader's filters left findings out of the file. */
  readonly filtered: readonly string[];
}

/**
 * Reads a report that `--output json=FILE` wrote. `schema` is docs/reference/report.schema.json; every member that it names is checked, so that what is
 * read here is what the types say. Throws REPORT_INVALID with the place of the first fault.
 */
export function readReports(bytes: Uint8Array, name: string, schema: JsonSchema): ReadReports {
  const document = parse(bytes, name);
  const fault = findSchemaFault(schema, document);
  if (fault !== undefined) throw new PratiqueError('REPORT_INVALID', `${name}: ${describeFault(fault)}`);
  const { reports, failures = [] } = document as JsonDocument;
  return {
    reports: reports.map(toJudged),
    failures: failures.map(({ target, ...rest }) => ({ ...rest, name: target })),
    filtered: reports.filter(isFiltered).map(({ target }) => target.name),
  };
}

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return parseJsonBounded(bytes, { maxBytes: limits.reportBytes, maxDepth: limits.reportDepth });
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new PratiqueError('REPORT_INVALID', `${name} ${cause.message}`, { cause });
  }
}

function describeFault(fault: string): string {
  if (fault.startsWith('/schemaVersion') || fault === ' has no schemaVersion') return 'is not a report of this version of Pratique';
  return fault.startsWith(' ') ? `the document${fault}` : fault;
}

/** As docs/reference/report.schema.json describes it, where that differs from the model. */
interface JsonDocument {
  readonly reports: readonly JsonReport[];
  readonly failures?: readonly (Omit<FailedTarget, 'name'> & { readonly target: string })[];
}

type Timed<T, Key extends keyof T> = Omit<T, Key> & Readonly<Record<Key, string>>;

interface JsonReport extends Omit<ScanReport, 'startedAt' | 'findings' | 'advisories' | 'baseline' | 'trust' | 'audit'> {
  readonly startedAt: string;
  readonly decision: Decision;
  readonly summary: { readonly hidden: Readonly<Record<string, { readonly distinct: number }>> };
  readonly findings: readonly JsonFinding[];
  readonly advisories: Omit<ScanReport['advisories'], 'builtAt'> & { readonly builtAt?: string };
  readonly baseline?: Timed<NonNullable<ScanReport['baseline']>, 'startedAt'>;
  readonly trust?: JsonVerdict;
  readonly audit?: Omit<NonNullable<ScanReport['audit']>, 'startedAt' | 'durationMs'>;
}

type JsonFinding = JsonVulnerability | (Omit<RuleFinding, 'packageId'> & { readonly package?: { readonly id: string } });

interface JsonVulnerability extends Omit<VulnerabilityFinding, 'packageId' | 'advisory'> {
  readonly title?: string;
  readonly description?: string;
  readonly weaknesses?: readonly string[];
  readonly package: { readonly id: string };
  readonly advisory: Omit<VulnerabilityFinding['advisory'], 'aliases' | 'covers' | 'severities'>;
}

interface JsonVerdict extends Omit<TrustVerdict, 'trusted' | 'attestations'> {
  readonly signatures: readonly JsonSignature[];
  readonly attestations: readonly { readonly predicateType: string; readonly signature: JsonSignature }[];
}

interface JsonSignature extends Omit<TrustedSignature, 'signedAt' | 'expires' | 'annotations'> {
  readonly signedAt?: Timed<NonNullable<TrustedSignature['signedAt']>, 'time'>;
  readonly expires?: string;
  readonly annotations?: readonly { readonly name: string; readonly value: string }[];
}

function isFiltered({ summary: { hidden } }: JsonReport): boolean {
  return Object.values(hidden).some(({ distinct }) => distinct > 0);
}

function toJudged({ decision, summary: _, ...json }: JsonReport): JudgedReport {
  const { startedAt, advisories, baseline, trust, audit, findings, ...rest } = json;
  const { builtAt, ...data } = advisories;
  const report: ScanReport = {
    ...rest,
    startedAt: new Date(startedAt),
    advisories: { ...data, ...(builtAt === undefined ? {} : { builtAt: new Date(builtAt) }) },
    findings: findings.map(toFinding),
    ...(baseline === undefined ? {} : { baseline: { ...baseline, startedAt: new Date(baseline.startedAt) } }),
    ...(trust === undefined ? {} : { trust: toTrust(trust) }),
    ...(audit === undefined ? {} : { audit: { ...audit, startedAt: new Date(startedAt), durationMs: rest.durationMs } }),
  };
  return { report, decision };
}

function toFinding(finding: JsonFinding): Finding {
  if (finding.kind !== 'vulnerability') {
    const { package: found, ...rest } = finding;
    return { ...rest, ...(found === undefined ? {} : { packageId: found.id }) };
  }
  const { package: found, title, description, weaknesses, advisory, ...rest } = finding;
  const words = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(weaknesses === undefined ? {} : { weaknesses }),
  };
  return { ...rest, packageId: found.id, advisory: { ...advisory, ...words, aliases: [], covers: [], severities: [] } };
}

function toTrust({ signatures, attestations, ...rest }: JsonVerdict): TrustVerdict {
  return {
    ...rest,
    trusted: signatures.map(toSignature),
    attestations: attestations.map(({ predicateType, signature }) => ({ predicateType, signature: toSignature(signature) })),
  };
}

function toSignature({ signedAt, expires, annotations, ...rest }: JsonSignature): TrustedSignature {
  return {
    ...rest,
    ...(signedAt === undefined ? {} : { signedAt: { ...signedAt, time: new Date(signedAt.time) } }),
    ...(expires === undefined ? {} : { expires: new Date(expires) }),
    ...(annotations === undefined ? {} : { annotations: new Map(annotations.map(({ name, value }) => [name, value])) }),
  };
}
