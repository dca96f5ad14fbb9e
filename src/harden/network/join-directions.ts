import { type Reach } from './network-view.ts';

export interface JoinedReach extends Reach {
  /** The same ways lead back. */
  readonly isBoth: boolean;
}

/** Two directions that have the same ways become one line of a drawing. */
export function joinDirections(reaches: readonly Reach[]): readonly JoinedReach[] {
  const keyOf = (from: string, to: string, { ways }: Reach): string => JSON.stringify([from, to, ways]);
  const all = new Set(reaches.map((reach) => keyOf(reach.from, reach.to, reach)));
  const joined: JoinedReach[] = [];
  const drawn = new Set<string>();
  for (const reach of reaches) {
    const key = keyOf(reach.from, reach.to, reach);
    const back = keyOf(reach.to, reach.from, reach);
    if (drawn.has(back)) continue;
    drawn.add(key);
    joined.push({ ...reach, isBoth: all.has(back) });
  }
  return joined;
}
