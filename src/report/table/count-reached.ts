import { type Finding } from '../../model/finding.ts';
import { compareReach, reachStates, type ReachState } from '../../model/reach.ts';

const words: Readonly<Record<ReachState, string>> = {
  loaded: 'in use',
  loadable: 'may be in use',
  'not-referenced': 'not reached',
  unknown: 'unknown',
};

/** `entrypoint: 3 in use, 2 may be in use, 40 not reached`, of the flaws that are shown, each under the state that counts most. `undefined` where nobody asked. */
export function countReached(shown: readonly Finding[]): string | undefined {
  const states = new Map<string, ReachState>();
  for (const finding of shown) {
    if (finding.kind !== 'vulnerability' || finding.reach === undefined) continue;
    const known = states.get(finding.id);
    if (known === undefined || compareReach(finding.reach.state, known) < 0) states.set(finding.id, finding.reach.state);
  }
  const all = [...states.values()];
  const counts = reachStates.map((state) => [all.filter((each) => each === state).length, words[state]] as const);
  if (all.length === 0) return undefined;
  return `entrypoint: ${counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')}`;
}
