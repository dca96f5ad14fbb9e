import { PratiqueError } from '../../model/pratique-error.ts';
import { quoteAnswer } from './quote-answer.ts';
import { type RegistryLimits } from './registry-limits.ts';

/** One challenge of a WWW-Authenticate field; scheme and parameter names are lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads WWW-Authenticate (RFC 9110, 11.6.1), several challenges in one field or in repeated ones joined by commas.
 * Throws REGISTRY_PROTOCOL for a field over its bounds, with an unbalanced quote, or with a parameter that appears twice:
 * two readers could understand such a field differently.
 */
export function parseChallenges(field: string, limits: Pick<RegistryLimits, 'challengeBytes' | 'challenges'>): readonly Challenge[] {
  if (field.length > limits.challengeBytes) throw refusal(field, `is longer than ${limits.challengeBytes} bytes`);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const scanner = new Scanner(field);
  for (;;) {
    scanner.skip(' \t,');
    if (scanner.isAtEnd) return challenges;
    const name = scanner.token().toLowerCase();
    if (name === '') throw refusal(field, 'cannot be read');
    scanner.skip(' \t');
    const current = challenges.at(-1);
    if (current === undefined || !scanner.take('=')) challenges.push({ scheme: name, parameters: new Map() });
    // `Negotiate abc==`: the rest of a token68 is padding.
    else if (scanner.take('=')) scanner.skip('=');
    else addParameter(current.parameters, name, scanner, field);
    if (challenges.length > limits.challenges) throw refusal(field, `has more than ${limits.challenges} challenges`);
  }
}

/** Bearer before Basic, the first of each; other schemes are not supported. The same field always gives the same choice. */
export function chooseChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  return challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges.find(({ scheme }) => scheme === 'basic');
}

/** For messages: `Bearer realm="…" service="…" scope="…"`. */
export function formatChallenge(challenge: Challenge): string {
  const { parameters } = challenge;
  const named = ['realm', 'service', 'scope', 'error'].flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [`${name}=${quoteAnswer(value, 120)}`];
  });
  return [formatScheme(challenge), ...named].join(' ');
}

/** As people write it: `Negotiate`, `NTLM`, `AWS4-HMAC-SHA256`. */
export function formatScheme({ scheme }: Challenge): string {
  const isAcronym = scheme.length <= 4 || /\d/.test(scheme);
  return quoteAnswer(isAcronym ? scheme.toUpperCase() : `${scheme.charAt(0).toUpperCase()}${scheme.slice(1)}`, 40).slice(1, -1);
}

function addParameter(parameters: Map<string, string>, name: string, scanner: Scanner, field: string): void {
  scanner.skip(' \t');
  const value = scanner.take('"') ? scanner.quoted() : scanner.token();
  if (value === undefined) throw refusal(field, 'has an unbalanced quote');
  if (parameters.has(name)) throw refusal(field, `has ${name.slice(0, 40)} twice`);
  parameters.set(name, value);
}

function refusal(field: string, reason: string): PratiqueError {
  return new PratiqueError('REGISTRY_PROTOCOL', `WWW-Authenticate ${reason}: ${quoteAnswer(field)}`);
}

class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  skip(characters: string): void {
    while (!this.isAtEnd && characters.includes(this.#text.charAt(this.#position))) this.#position += 1;
  }

  take(character: string): boolean {
    if (this.#text.charAt(this.#position) !== character) return false;
    this.#position += 1;
    return true;
  }

  /** RFC 9110, 5.6.2, and `/` and `:`, which sloppy servers leave unquoted. */
  token(): string {
    const start = this.#position;
    while (!this.isAtEnd && /[\w!#$%&'*+.^`|~/:-]/.test(this.#text.charAt(this.#position))) this.#position += 1;
    return this.#text.slice(start, this.#position);
  }

  /** The rest of a quoted string; `undefined` when it never ends. */
  quoted(): string | undefined {
    let value = '';
    for (; !this.isAtEnd; this.#position += 1) {
      const character = this.#text.charAt(this.#position);
      if (character === '"') {
        this.#position += 1;
        return value;
      }
      if (character === '\\') this.#position += 1;
      value += this.#text.charAt(this.#position);
    }
    return undefined;
  }
}
