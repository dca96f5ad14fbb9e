import { z } from 'zod';
import { severities } from '../../model/severity.ts';
import { findingKinds, lanes } from '../../model/finding.ts';
import { imageOrigins } from '../../postgres/tables.ts';
import { digest, time } from './page.ts';

/** Different vulnerabilities by severity, without those that are not in the container; then of those with a fix, critical or high with a fix, known to be exploited. */
export const counts = z.strictObject({
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  negligible: z.int(),
  unknown: z.int(),
  fixable: z.int(),
  urgent: z.int(),
  exploited: z.int(),
});

export const verdicts = ['pass', 'fail', 'not-asked'] as const;

export const imageSummary = z
  .strictObject({
    project: z.string(),
    digest,
    name: z.string().describe('Reference that it was scanned as'),
    tags: z.array(z.string()).describe('Tags that point to it now, as `registry/repository:tag`'),
    platform: z.string().optional(),
    verdict: z.enum(verdicts),
    completeness: z.enum(['complete', 'partial', 'none']),
    hasGaps: z.boolean().describe('Whether some content was not scanned; otherwise what makes it partial are warnings'),
    counts,
    packages: z.int(),
    scannedAt: time,
    judgedAt: time.describe('When its findings were last compared with new advisories'),
    firstSeenAt: time,
    origin: z
      .enum(imageOrigins)
      .describe('How what is in it is known: the server pulled it, a client sent its layers or their indexes, or an SBOM says it'),
  })
  .meta({ id: 'ImageSummary' });

export const imageLayer = z.strictObject({
  position: z.int(),
  digest: z.string().optional(),
  diffId: z.string().optional(),
  size: z.int().optional(),
  createdBy: z.string().optional(),
  broughtBy: z.enum(['base', 'own', 'unknown']),
  packages: z.int(),
  counts,
});

export const image = imageSummary
  .extend({
    distribution: z.string().optional(),
    created: time.optional(),
    statements: z.array(z.strictObject({ text: z.string(), isMet: z.boolean(), isWarning: z.boolean().optional() })),
    issues: z.array(z.strictObject({ code: z.string(), severity: z.enum(['warning', 'error']), message: z.string() })),
    layers: z.array(imageLayer),
    rescan: z
      .strictObject({ state: z.string(), job: z.string(), error: z.string().optional() })
      .optional()
      .describe('The latest rescan, while it has not replaced this result'),
  })
  .meta({ id: 'Image' });

export const finding = z
  .strictObject({
    id: z.string(),
    kind: z.enum(findingKinds),
    fingerprint: z.string(),
    severity: z.enum(severities),
    lane: z.enum(lanes),
    title: z.string().optional(),
    package: z.strictObject({ name: z.string(), version: z.string().optional(), purl: z.string() }).optional(),
    fixedVersion: z.string().optional(),
    isExploited: z.boolean(),
    layer: z.int().optional(),
    paths: z.array(z.string()),
    generation: z.int().optional().describe('Of the advisories in which it first appeared'),
    suppression: z
      .strictObject({
        reason: z.string(),
        origin: z.string(),
        expiresOn: z.string().optional(),
        owner: z.string().optional(),
        ticket: z.string().optional(),
      })
      .optional()
      .describe('Set aside by the policy of the project; it stays listed'),
  })
  .meta({ id: 'Finding' });
