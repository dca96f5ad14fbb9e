import { describeAdvisoryStore } from '../../../test/support/advisory-store-contract.ts';
import { openStarterStore } from './open-starter-store.ts';
import { parseStarterRows } from './parse-starter-rows.ts';
import { starterRows } from './starter-rows.ts';

const { candidates, exploitedOn } = parseStarterRows(starterRows);
const facts = [...candidates.values()].flat().map(({ affected }) => affected);

describeAdvisoryStore(
  'the starter store',
  {
    known: [
      ...new Map(
        facts.map(({ ecosystem, release, name }) => [ecosystem, { ecosystem, name, ...(release !== undefined && { release }) }]),
      ).values(),
    ],
    absent: { ecosystem: 'npm', name: 'no-such-package-anywhere' },
    uncovered: { ecosystem: 'debian', release: '3', name: 'openssl' },
    enrichedCve: [...exploitedOn.keys()][0] ?? '',
  },
  () => Promise.resolve(openStarterStore()),
);
