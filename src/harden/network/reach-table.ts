import { type Reach, type Way } from './network-view.ts';

/** Collects ways between ends; the same way between the same ends counts once. */
export class ReachTable {
  readonly #ways = new Map<string, Map<string, Map<string, Way>>>();

  add(from: string, to: string, through: string, ports: readonly string[] = []): void {
    if (from === to) return;
    const targets = this.#ways.get(from) ?? new Map<string, Map<string, Way>>();
    this.#ways.set(from, targets);
    const ways = targets.get(to) ?? new Map<string, Way>();
    targets.set(to, ways);
    const known = ways.get(through);
    ways.set(through, { through, ports: known === undefined ? ports : joined(known.ports, ports) });
  }

  /** In the order in which ends were added. */
  reaches(): readonly Reach[] {
    return [...this.#ways].flatMap(([from, targets]) => [...targets].map(([to, ways]) => ({ from, to, ways: [...ways.values()] })));
  }
}

/** No ports are all ports. */
function joined(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.length === 0 || others.length === 0 ? [] : [...new Set([...some, ...others])];
}
