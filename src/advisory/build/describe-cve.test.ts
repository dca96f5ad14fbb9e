import { expect, it } from 'vitest';
import { type Advisory } from '../../model/advisory.ts';
import { describeCve } from './describe-cve.ts';

const debian = {
  ecosystem: 'debian',
  release: '12',
  name: 'zlib',
  status: 'affected',
  ranges: [],
  versions: [],
  fixState: 'unknown',
} as const;
const npm = { ...debian, ecosystem: 'npm', release: undefined } as unknown as Advisory['affected'][number];

function record(id: string, more: Partial<Advisory> = {}): Advisory {
  return { id, sourceId: 's', aliases: [], covers: [], severities: [], references: [], affected: [debian], description: 'Words.', ...more };
}

it.each<[string, Advisory, string | undefined]>([
  ['of a distribution, by its id', record('DEBIAN-CVE-2026-0001'), 'CVE-2026-0001'],
  ['of a distribution, by its alias', record('CGA-1', { aliases: ['GHSA-1', 'CVE-2026-0002'] }), 'CVE-2026-0002'],
  ['of a language', record('CVE-2026-0001', { affected: [npm] }), undefined],
  ['about several flaws', record('DSA-1', { covers: ['CVE-2026-0001', 'CVE-2026-0002'] }), undefined],
  ['without a CVE', record('TEMP-1'), undefined],
])('moves the text of a record to its CVE: %s', (_name, advisory, cve) => {
  const { description, ...rest } = advisory;
  expect(describeCve(advisory)).toEqual(cve === undefined ? { advisory } : { advisory: rest, cve, description });
});
