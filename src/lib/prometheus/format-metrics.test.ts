import { expect, it } from 'vitest';
import { formatMetrics } from './format-metrics.ts';

it('writes HELP and TYPE once, escapes label values, and adds up samples with the same labels [80]', () => {
  const samples = [{ labels: { b: 'x', a: 'q"\\\n' }, value: 1 }, { labels: { a: 'q"\\\n', b: 'x' }, value: 2 }, { value: 3 }]; // prettier-ignore
  expect(formatMetrics([{ name: 'm_total', help: 'Two\nlines.', type: 'counter', samples }])).toBe(
    '# HELP m_total Two\\nlines.\n# TYPE m_total counter\nm_total{a="q\\"\\\\\\n",b="x"} 3\nm_total 3\n',
  );
});
