import { type ImageRule } from '../image-rule.ts';

/** A base image is rebuilt about every month. */
const oldDays = 180;
/** Reproducible builds write a fixed date of long ago. */
const plausible = Date.parse('2010-01-01');

export const oldImage: ImageRule = {
  id: 'old-image',
  kind: 'misconfiguration',
  title: 'The image was built long ago',
  rationale: 'Fixes of the base image and of packages reach an image only when it is built again.',
  remediation: 'Rebuild the image with --pull, and schedule rebuilds.',
  severity: 'low',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  aliases: [],
  examples: {
    bad: ['CREATED 2025-06-01T00:00:00Z'],
    good: ['CREATED 2026-05-01T00:00:00Z', 'CREATED 1970-01-01T00:00:00Z', 'CREATED 1980-01-01T00:00:01Z', 'CMD ["app"]'],
  },
  *check({ config, now }) {
    const created = Date.parse(config.created ?? '');
    if (Number.isNaN(created) || created < plausible) return;
    const days = Math.floor((now.getTime() - created) / 86_400_000);
    if (days > oldDays) yield { message: `the image was built ${days} days ago, on ${config.created!.slice(0, 10)}`, setting: 'created' };
  },
};
