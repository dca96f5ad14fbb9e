import { type AuditReport, type AuditResult } from '../model/audit-report.ts';
import { type Runtime } from '../model/runtime.ts';
import { type AuditOutcome, type AuditRule } from './audit-rule.ts';
import { auditSections, benchmark, controlsGroupOf, levelOf, sectionOf } from './benchmark.ts';
import { type AuditScope, collectFacts } from './facts/collect-facts.ts';
import { type GivenFacts, type HostFacts } from './facts/host-facts.ts';
import { type ImageFacts } from './facts/image-facts.ts';
import { type ImageScan } from './facts/image-scan.ts';
import { type Known } from './known.ts';
import { type Host, HostUnreadable } from './host.ts';
import { auditRules } from './rules/audit-rules.ts';

export interface AuditOptions {
  /** Checks that are judged; all by default. */
  readonly hasRule: (result: Pick<AuditResult, 'id' | 'level' | 'controlsGroup'>) => boolean;
  readonly scope: AuditScope;
  readonly given: Omit<GivenFacts, 'now'>;
  /** Scans an image of the host; absent to leave their content out. */
  readonly scanImage?: (image: ImageFacts) => Promise<Known<ImageScan>>;
}

/** Collects once, then judges without touching the host. */
export async function auditHost(host: Host, { hasRule, scope, given, scanImage }: AuditOptions, runtime: Runtime): Promise<AuditReport> {
  const startedAt = runtime.now();
  const collected = await collectFacts(host, scope, { ...given, now: startedAt });
  const facts = scanImage === undefined ? collected : { ...collected, imageScans: await scanImages(collected, scanImage) };
  const results = auditRules.map((rule) => judgeRule(rule, facts)).filter(hasRule);
  return {
    host: describeHost(host, facts),
    benchmark,
    sections: auditSections.filter(({ id }) => results.some(({ sectionId }) => sectionId === id)),
    results,
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
  };
}

/** One after the other: a scan uses all processors by itself. */
async function scanImages(
  { images }: HostFacts,
  scan: (image: ImageFacts) => Promise<Known<ImageScan>>,
): Promise<ReadonlyMap<string, Known<ImageScan>>> {
  const scans = new Map<string, Known<ImageScan>>();
  for (const image of 'value' in images ? images.value : []) scans.set(image.id, await scan(image));
  return scans;
}

function judgeRule(rule: AuditRule, facts: HostFacts): AuditResult {
  const { items = [], unread = [], note, isNotApplicable, isDecided } = outcomeOf(rule, facts);
  const { id, title, severity, isManual, rationale, remediation, command } = rule;
  const controlsGroup = controlsGroupOf(id);
  return {
    ...{ id, title, severity, isManual: isManual && isDecided !== true, rationale, remediation },
    ...(command === undefined ? {} : { command }),
    sectionId: sectionOf(id),
    level: levelOf(id),
    ...(controlsGroup === undefined ? {} : { controlsGroup }),
    verdict: items.length > 0 ? 'fail' : unread.length > 0 ? 'unknown' : isNotApplicable === true ? 'not-applicable' : 'pass',
    items,
    unread,
    ...(note === undefined ? {} : { note }),
  };
}

function outcomeOf(rule: AuditRule, facts: HostFacts): AuditOutcome {
  try {
    return rule.judge(facts);
  } catch (error) {
    if (error instanceof HostUnreadable) return { unread: [error.message] };
    throw error;
  }
}

function describeHost({ name }: Host, { engine, containers, images }: HostFacts): AuditReport['host'] {
  return {
    name,
    ...('value' in engine
      ? {
          engine: `${engine.value.title} ${engine.value.version}`,
          operatingSystem: engine.value.operatingSystem,
          isRootless: engine.value.isRootless,
        }
      : {}),
    ...('value' in containers ? { containers: containers.value.length } : {}),
    ...('value' in images ? { images: images.value.length } : {}),
  };
}
