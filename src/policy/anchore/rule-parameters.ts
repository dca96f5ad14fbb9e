import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { limits } from '../../model/limits.ts';

/** How the value of a parameter is read; words are the values that it may have. */
export type ParameterKind = 'text' | 'list' | 'number' | 'boolean' | 'pattern' | readonly string[];

/** Values of a rule's parameters, read as their trigger says; an absent one is `undefined`. */
export class RuleParameters {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  text(name: string): string | undefined {
    return this.#values.get(name) as string | undefined;
  }

  list(name: string): readonly string[] {
    return (this.#values.get(name) as readonly string[] | undefined) ?? [];
  }

  number(name: string): number | undefined {
    return this.#values.get(name) as number | undefined;
  }

  boolean(name: string): boolean | undefined {
    return this.#values.get(name) as boolean | undefined;
  }

  /** Anchore asks whether a pattern fits the beginning of a text. */
  pattern(name: string): ((subject: string) => boolean) | undefined {
    return this.#values.get(name) as ((subject: string) => boolean) | undefined;
  }
}

/** Throws YamlError with the place of the value. Values are texts in Anchore's files, and numbers and truth values in some. */
export function readParameter(value: YamlValue, kind: ParameterKind): unknown {
  const text = String(value.scalar()).trim();
  if (typeof kind !== 'string') {
    const chosen = kind.find((word) => word.toLowerCase() === text.toLowerCase());
    if (chosen === undefined) throw value.fault(`is ${JSON.stringify(text)}`, kind.join(', '));
    return chosen;
  }
  if (kind === 'text') return text;
  if (kind === 'list') return splitWords(text);
  if (kind === 'pattern') return anchoredPattern(text, value);
  if (kind === 'boolean') {
    if (!/^(?:true|false)$/i.test(text)) throw value.fault(`is ${JSON.stringify(text)}`, 'true or false');
    return text.toLowerCase() === 'true';
  }
  const number = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw value.fault(`is ${JSON.stringify(text)}, not a number`);
  return number;
}

export function splitWords(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A regular expression of Python, compared from the beginning of a text. */
function anchoredPattern(text: string, value: YamlValue): (subject: string) => boolean {
  if (text.length > limits.patternCharacters) throw value.fault(`has more than ${limits.patternCharacters} characters`);
  const [, flags = '', pattern = ''] = /^(?:\(\?([is]+)\))?([^]*)$/.exec(text) ?? [];
  try {
    const expression = new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<')})`, flags);
    return (subject) => subject.length <= limits.patternSubjectCharacters && expression.test(subject);
  } catch {
    throw value.fault('is not a regular expression');
  }
}
