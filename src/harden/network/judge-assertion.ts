import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { type NetworkAssertion } from './assertion.ts';
import { hostItself, type NetworkView, outside, type Reach, type Way } from './network-view.ts';

export interface JudgedAssertion {
  readonly assertion: NetworkAssertion;
  /** `unknown`: nothing contradicts it, but the network is not known whole. */
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** Connections that contradict it, or why it cannot be decided: sentences. */
  readonly reasons: readonly string[];
}

/** Whether a sentence is true of a network. A name that nobody has never passes: it would be true of anything. */
export function judgeAssertion(assertion: NetworkAssertion, view: NetworkView): JudgedAssertion {
  const names = [outside, ...view.members.map(({ name }) => name)];
  const missing = [...assertion.from, ...assertion.to].filter((pattern) => !names.some((name) => matches(name, [pattern])));
  if (missing.length > 0)
    return { assertion, verdict: 'fail', reasons: missing.map((pattern) => `nothing in ${view.subject} is called ${pattern}`) };
  const reasons = contradictions(assertion, names, view);
  if (reasons.length > 0) return { assertion, verdict: 'fail', reasons };
  const doubts = assertion.kind === 'always' ? [] : doubtsOf(assertion, view);
  return { assertion, verdict: doubts.length > 0 ? 'unknown' : 'pass', reasons: doubts };
}

function contradictions({ kind, from, to }: NetworkAssertion, names: readonly string[], view: NetworkView): readonly string[] {
  const isSource = (name: string): boolean => matches(name, from);
  const isTarget = (name: string): boolean => matches(name, to);
  if (kind === 'always')
    return names
      .filter(isSource)
      .flatMap((source) => names.filter((name) => name !== source && isTarget(name) && !hasReach(view, source, name)).map((target) => `${source} does not reach ${target}`)); // prettier-ignore
  // The host’s own programs are the administrator’s.
  const found = view.reaches.filter((reach) => reach.from !== hostItself && reach.to !== hostItself);
  const isWrong = {
    only: (reach: Reach) => isTarget(reach.to) && !isSource(reach.from) && !isTarget(reach.from),
    targets: (reach: Reach) => isSource(reach.from) && !isTarget(reach.to) && !isSource(reach.to),
    never: (reach: Reach) => isSource(reach.from) && isTarget(reach.to),
  }[kind];
  return found.filter(isWrong).map(describeReach);
}

/** Who else may be there: what could not be read, and networks on which others may be. */
function doubtsOf({ to, from, kind }: NetworkAssertion, { issues, members, segments }: NetworkView): readonly string[] {
  const concerned = members.filter(({ name }) => matches(name, kind === 'targets' ? from : to));
  const open = segments.filter(({ name, isExternal }) => isExternal && concerned.some((member) => member.segments.includes(name)));
  return [
    ...issues.map(({ message }) => message),
    ...(kind === 'only' || kind === 'targets' || from.includes('*') || to.includes('*')
      ? open.map(({ name }) => `network ${name} is external: containers that are not in the file may be attached to it`)
      : []),
  ];
}

function hasReach(view: NetworkView, from: string, to: string): boolean {
  return view.reaches.some((reach) => reach.from === from && reach.to === to);
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesWildcard(name, pattern));
}

export function describeReach({ from, to, ways }: Reach): string {
  return `${from} reaches ${to} through ${ways.map(describeWay).join(', ')}`;
}

export function describeWay({ through, ports }: Way): string {
  return ports.length === 0 ? through : `${through} (${ports.join(', ')})`;
}
