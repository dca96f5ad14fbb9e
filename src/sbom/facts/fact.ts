import { parseObject } from './fact-values.ts';

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

const annotationStart = 'pratique: ';

/** Facts as one line of text, for formats whose annotations are text. Angle brackets are escaped: tag-value ends a text at `</text>`. */
export function formatFacts(facts: readonly Fact[]): string {
  const json = JSON.stringify(Object.fromEntries(gatherFacts(facts)));
  return annotationStart + json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}

/** `undefined` for a text that is none of ours. Names and values of a wrong type are left out. */
export function parseFacts(text: string): Facts | undefined {
  const object = text.startsWith(annotationStart) ? parseObject(text.slice(annotationStart.length)) : undefined;
  if (object === undefined) return undefined;
  const facts = Object.entries(object).map(([name, values]): [string, readonly string[]] => [
    name,
    Array.isArray(values) ? values.filter((value): value is string => typeof value === 'string') : [],
  ]);
  return new Map(facts);
}
