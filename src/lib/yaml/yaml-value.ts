import { type Node, isMap, isScalar, isSeq } from 'yaml';
import { closestWord } from '../text/closest-word.ts';
import { YamlError } from './yaml-error.ts';

/** The name of a value in messages, and its place. */
export interface YamlPlace {
  /** `trust.images[0].sigstore` */
  readonly path: string;
  /** Line and column of an offset in the text. */
  readonly locate: (offset: number) => { readonly line: number; readonly column: number };
  /** Offset of the key, for an empty value, which has no place. */
  readonly offset: number;
}

/** One value of a YAML text with its place, so that errors can state where it is wrong. Every reader here throws {@link YamlError}. */
export class YamlValue {
  readonly #node: Node | null;
  readonly #place: YamlPlace;

  constructor(node: Node | null, place: YamlPlace) {
    this.#node = node;
    this.#place = place;
  }

  get path(): string {
    return this.#place.path;
  }

  /** Line of the value, or of its key where it is empty; counts from 1. */
  get line(): number {
    return this.#where().line;
  }

  /** Line of the key that names the value; of the value itself in a list. */
  get keyLine(): number {
    return this.#place.locate(this.#place.offset).line;
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  get isMapping(): boolean {
    return isMap(this.#node);
  }

  get isText(): boolean {
    return isScalar(this.#node) && typeof this.#node.value === 'string';
  }

  /** The error to throw when this value is not what it should be. */
  fault(message: string, meant?: string): YamlError {
    return new YamlError(`${this.path === '' ? 'the file' : this.path} ${message}`, this.#where(), meant);
  }

  /** The same, with a whole sentence about it after its name. */
  problem(sentence: string, meant?: string): YamlError {
    return new YamlError(`${this.path === '' ? '' : `${this.path}: `}${sentence}`, this.#where(), meant);
  }

  /** Members by name; a name that is not among `known` is refused with the one that was probably meant. */
  mapping(known: readonly string[]): YamlMapping {
    const members = this.entries();
    for (const [name, member] of members)
      if (!known.includes(name)) {
        const meant = closestWord(name, known);
        throw member.#keyFault(`has no setting ${quote(name)}`, this.path, meant ?? (known.length > 12 ? undefined : known.join(', ')));
      }
    return new YamlMapping(this, members);
  }

  /** Members with any names. */
  entries(): ReadonlyMap<string, YamlValue> {
    return new Map(this.pairs());
  }

  /** The same in their order, also those whose names repeat, where the text was parsed with `allowsRepeatedKeys`. */
  pairs(): readonly (readonly [string, YamlValue])[] {
    if (!isMap(this.#node)) throw this.#wrongType('a mapping');
    const members: (readonly [string, YamlValue])[] = [];
    for (const { key, value } of this.#node.items) {
      const offset = (key as Node | null)?.range?.[0] ?? this.#offset();
      const place = { ...this.#place, offset };
      if (!isScalar(key) || typeof key.value !== 'string')
        throw new YamlValue(key as Node, place).fault('has a key that is not a plain word');
      const path = this.path === '' ? key.value : `${this.path}.${key.value}`;
      members.push([key.value, new YamlValue(value as Node | null, { ...place, path })]);
    }
    return members;
  }

  list(): readonly YamlValue[] {
    if (!isSeq(this.#node)) throw this.#wrongType('a list');
    return this.#node.items.map((item, at) => {
      const node = item as Node | null;
      return new YamlValue(node, { ...this.#place, offset: node?.range?.[0] ?? this.#offset(), path: `${this.path}[${at}]` });
    });
  }

  /** One value, or a list of them. */
  oneOrMore(): readonly YamlValue[] {
    if (!isSeq(this.#node)) return [this];
    const items = this.list();
    if (items.length === 0) throw this.fault('is an empty list');
    return items;
  }

  /** A scalar as it is written in the file, before YAML makes a number or a truth value of it. */
  get source(): string {
    return isScalar(this.#node) ? (this.#node.source ?? '') : '';
  }

  text(): string {
    if (!isScalar(this.#node) || typeof this.#node.value !== 'string') throw this.#wrongType('text');
    if (this.#node.value.trim() === '') throw this.fault('is empty');
    return this.#node.value;
  }

  word<Word extends string>(choices: readonly Word[]): Word {
    const typed = this.text();
    const chosen = choices.find((choice) => choice === typed);
    if (chosen !== undefined) return chosen;
    throw this.fault(`is ${quote(typed)}`, closestWord(typed, choices) ?? choices.join(', '));
  }

  truth(): boolean {
    if (!isScalar(this.#node) || typeof this.#node.value !== 'boolean') throw this.#wrongType('true or false');
    return this.#node.value;
  }

  wholeNumber(least: number, most: number): number {
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw this.#wrongType('a whole number');
    if (value < least || value > most) throw this.fault(`is ${value}, which is not from ${least} to ${most}`);
    return value;
  }

  /** A scalar as JSON has it: text, number, truth value. */
  scalar(): string | number | boolean {
    const value = isScalar(this.#node) ? this.#node.value : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw this.#wrongType('text, a number, true or false');
  }

  #keyFault(message: string, owner: string, meant: string | undefined): YamlError {
    return new YamlError(`${owner === '' ? 'the file' : owner} ${message}`, this.#place.locate(this.#place.offset), meant);
  }

  #wrongType(wanted: string): YamlError {
    return this.fault(this.isEmpty ? `is empty, and must be ${wanted}` : `is not ${wanted}`);
  }

  #offset(): number {
    return this.#node?.range?.[0] ?? this.#place.offset;
  }

  #where(): { readonly line: number; readonly column: number } {
    return this.#place.locate(this.#offset());
  }
}

/** Members whose names were checked. */
export class YamlMapping {
  readonly #owner: YamlValue;
  readonly #members: ReadonlyMap<string, YamlValue>;

  constructor(owner: YamlValue, members: ReadonlyMap<string, YamlValue>) {
    this.#owner = owner;
    this.#members = members;
  }

  /** Absent members and empty ones are `undefined`. */
  optional<T>(name: string, read: (value: YamlValue) => T): T | undefined {
    const member = this.#members.get(name);
    return member === undefined ? undefined : read(member);
  }

  required<T>(name: string, read: (value: YamlValue) => T): T {
    const member = this.#members.get(name);
    if (member === undefined) throw this.#owner.fault(`has no ${name}`);
    return read(member);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
