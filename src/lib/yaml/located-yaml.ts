import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { composeYaml } from './compose-yaml.ts';
import { YamlError } from './yaml-error.ts';

/** Where a value is; lines and columns count from 1. */
export interface YamlRange {
  /** The file, as its reader was told. */
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
}

export type LocatedYaml = LocatedScalar | LocatedList | LocatedMap;

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly at: YamlRange;
  readonly value: string | number | boolean | null;
  /** As it is written: `2222:22`, `0755`. */
  readonly text: string;
  /** `!reset` */
  readonly tag?: string;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly at: YamlRange;
  readonly items: readonly LocatedYaml[];
  readonly tag?: string;
}

export interface LocatedMap {
  readonly kind: 'map';
  readonly at: YamlRange;
  readonly members: ReadonlyMap<string, LocatedMember>;
  readonly tag?: string;
}

export interface LocatedMember {
  /** Of its key. */
  readonly at: YamlRange;
  readonly value: LocatedYaml;
}

export interface LocatedBounds {
  readonly maxDepth: number;
  /** Keys, items and scalars together, what an alias repeats counted once. */
  readonly maxValues: number;
}

/**
 * Every document of a text in YAML 1.2 (core schema) with the place of each value. An alias is the value of its anchor, where that is written; `<<`
 * merges. A value that contains itself is empty there. Throws {@link YamlError} for what is no YAML, and for what exceeds a bound.
 */
export function parseLocatedYaml(text: string, path: string, bounds: LocatedBounds): readonly LocatedYaml[] {
  const { documents, lineCounter, tooDeepAt } = composeYaml(text, bounds.maxDepth, { version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' }); // prettier-ignore
  const placeOf = (offset: number): { line: number; column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (tooDeepAt !== undefined) throw new YamlError(`is nested more than ${bounds.maxDepth} deep`, placeOf(tooDeepAt));
  return documents.map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new YamlError(problem.message.split('\n')[0]!.slice(0, 200), placeOf(problem.pos[0]));
    return new Locator(path, bounds.maxValues, placeOf).locate(document.contents, 0);
  });
}

class Locator {
  readonly #anchors = new Map<string, Node>();
  readonly #path: string;
  readonly #placeOf: (offset: number) => { line: number; column: number };
  readonly #known = new Map<Node, LocatedYaml>();
  readonly #open = new Set<Node>();
  #left: number;

  constructor(path: string, maxValues: number, placeOf: (offset: number) => { line: number; column: number }) {
    this.#path = path;
    this.#left = maxValues;
    this.#placeOf = placeOf;
  }

  /** `offset` is where the value would be that is not there. */
  locate(given: Node | null, offset: number): LocatedYaml {
    const node = isAlias(given) ? this.#anchors.get(given.source) : given;
    if (isAlias(given) && node === undefined)
      throw new YamlError(`the alias *${given.source.slice(0, 80)} has no anchor`, this.#placeOf(given.range?.[0] ?? offset));
    if (node === null || node === undefined || this.#open.has(node)) return this.#empty(given?.range?.[0] ?? offset);
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    if (--this.#left < 0) throw new YamlError('has too many values', this.#placeOf(node.range?.[0] ?? offset));
    // An alias means the last anchor of its name before it.
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const located = this.#make(node);
    this.#open.delete(node);
    this.#known.set(node, located);
    return located;
  }

  #make(node: Node): LocatedYaml {
    const at = this.#rangeOf(node);
    const tag = node.tag === undefined || node.tag.startsWith('tag:') ? {} : { tag: node.tag };
    if (isMap(node)) return { kind: 'map', at, members: this.#membersOf(node), ...tag };
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => this.locate(item as Node | null, node.range![0])), ...tag };
    if (!isScalar(node)) return this.#empty(node.range?.[0] ?? 0);
    const value = typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean' ? node.value : null;
    // A block scalar has no source of its own.
    return { kind: 'scalar', at, value, text: typeof value === 'string' ? value : (node.source ?? ''), ...tag };
  }

  #membersOf(map: YAMLMap): ReadonlyMap<string, LocatedMember> {
    const members = new Map<string, LocatedMember>();
    const merged: LocatedYaml[] = [];
    for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : undefined;
      const offset = key?.range?.[0] ?? map.range![0];
      if (name === undefined) continue;
      const located = this.locate(value, offset);
      if (name === '<<') merged.push(...(located.kind === 'list' ? located.items : [located]));
      else members.set(name, { at: this.#rangeOf(key!), value: located });
    }
    // YAML's merge: what is there itself counts, then the earlier of the merged.
    for (const from of merged)
      if (from.kind === 'map') for (const [name, member] of from.members) if (!members.has(name)) members.set(name, member);
    return members;
  }

  #empty(offset: number): LocatedScalar {
    const { line, column } = this.#placeOf(offset);
    return { kind: 'scalar', at: { path: this.#path, line, endLine: line, column }, value: null, text: '' };
  }

  #rangeOf({ range }: Node): YamlRange {
    const start = this.#placeOf(range?.[0] ?? 0);
    const end = this.#placeOf(Math.max(range?.[0] ?? 0, (range?.[1] ?? 1) - 1));
    return { path: this.#path, line: start.line, endLine: Math.max(start.line, end.line), column: start.column };
  }
}

/** A member, also of a member of a member; `undefined` where one is missing. */
export function memberOf(value: LocatedYaml | undefined, ...names: readonly string[]): LocatedYaml | undefined {
  return names.reduce<LocatedYaml | undefined>((from, name) => (from?.kind === 'map' ? from.members.get(name)?.value : undefined), value);
}

export function itemsOf(value: LocatedYaml | undefined): readonly LocatedYaml[] {
  return value?.kind === 'list' ? value.items : [];
}

export function membersOf(value: LocatedYaml | undefined): ReadonlyMap<string, LocatedMember> {
  return value?.kind === 'map' ? value.members : none;
}
const none: ReadonlyMap<string, LocatedMember> = new Map();

/** The text of a scalar that is not empty. */
export function textOf(value: LocatedYaml | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}
