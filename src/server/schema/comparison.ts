import { z } from 'zod';
import { severities } from '../../model/severity.ts';
import { finding, imageSummary } from './image.ts';
import { pageOf } from './page.ts';

export const changes = ['introduced', 'fixed', 'kept'] as const;

export const comparedFinding = finding.extend({ change: z.enum(changes) }).meta({ id: 'ComparedFinding' });

export const comparedPackage = z
  .strictObject({
    ecosystem: z.string(),
    name: z.string(),
    from: z.array(z.string()).describe('Versions in the first image; empty where it does not have the package'),
    to: z.array(z.string()).describe('Versions in the second'),
  })
  .meta({ id: 'ComparedPackage' });

export const comparison = z
  .strictObject({
    from: imageSummary,
    to: imageSummary,
    counts: z
      .array(z.strictObject({ change: z.enum(changes), severity: z.enum(severities), findings: z.int() }))
      .describe('Without those that are none'),
    packages: z.array(comparedPackage).describe('That were added, removed or have another version; the first 500'),
    packagesInAll: z.int().describe('How many packages changed'),
  })
  .meta({ id: 'Comparison' });

export const comparedFindings = pageOf(comparedFinding);
