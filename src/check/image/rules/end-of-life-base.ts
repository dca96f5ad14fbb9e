import { type ImageRule } from '../image-rule.ts';

export const endOfLifeBase: ImageRule = {
  id: 'end-of-life-base',
  kind: 'misconfiguration',
  title: 'The distribution no longer gets security updates',
  rationale: 'Newer flaws in its packages are not fixed, and many get no advisory, so that no scanner reports them.',
  remediation: 'Rebuild the image on a supported release of the distribution.',
  severity: 'high',
  references: ['https://endoflife.date'],
  aliases: ['CIS-DI-0004', 'CIS-4.4'],
  examples: { bad: ['OS Debian 2024-06-30'], good: ['OS Debian 2028-06-30', 'OS Rolling'] },
  *check({ distribution, now }) {
    const { endOfLife, prettyName, id, path } = distribution ?? {};
    if (endOfLife === undefined || path === undefined || now.toISOString().slice(0, 10) <= endOfLife) return;
    yield { message: `${prettyName ?? id} has had no free security updates since ${endOfLife}`, location: { path, layerIndex: 0 } };
  },
};
