/**
 * A statement about a package or an image that the standard fields of a format cannot hold, as one `pratique:NAME` property of CycloneDX, or one
 * member of an annotation in SPDX. The same name may occur several times.
 */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The values of each name, in their order. */
export type Facts = ReadonlyMap<string, readonly string[]>;

/** What property names begin with; CycloneDX asks for a namespace. */
export const factPrefix = 'pratique:';

export const noFacts: Facts = new Map();

export function gatherFacts(facts: Iterable<Fact>): Facts {
  const gathered = new Map<string, string[]>();
  for (const { name, value } of facts) {
    const values = gathered.get(name);
    if (values === undefined) gathered.set(name, [value]);
    else values.push(value);
  }
  return gathered;
}

/** The only or the last value. */
export function factOf(facts: Facts, name: string): string | undefined {
  return facts.get(name)?.at(-1);
}
