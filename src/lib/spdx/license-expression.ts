import { isLicenseId } from './license-ids.ts';

/** SPDX 2.3, annex D. */
export type LicenseExpression = LicenseTerm | LicenseCompound;

export interface LicenseTerm {
  readonly kind: 'license';
  /** An identifier of the list, or `LicenseRef-…`, without `+`. */
  readonly id: string;
  /** `+`: this version or a later one. */
  readonly orLater: boolean;
  /** What stands after `WITH`. */
  readonly exception?: string;
}

export interface LicenseCompound {
  readonly kind: 'and' | 'or';
  readonly parts: readonly [LicenseExpression, LicenseExpression];
}

/** More is no licence of a package. */
const maxTokens = 500;

/**
 * Identifiers of the list in their own spelling, `LicenseRef-…`, `+`, `WITH`, `AND`, `OR` and parentheses; `AND` binds tighter than `OR`.
 * `undefined` for any other text.
 */
export function parseLicenseExpression(text: string): LicenseExpression | undefined {
  const tokens = text.match(/\(|\)|[^\s()]+/g) ?? [];
  if (tokens.length === 0 || tokens.length > maxTokens) return undefined;
  const parser = new ExpressionParser(tokens);
  const expression = parser.parseOr();
  return parser.isAtEnd ? expression : undefined;
}

export function isLicenseExpression(text: string): boolean {
  return parseLicenseExpression(text) !== undefined;
}

/** Every licence that an expression names. */
export function* licensesIn(expression: LicenseExpression): Iterable<LicenseTerm> {
  if (expression.kind === 'license') yield expression;
  else for (const part of expression.parts) yield* licensesIn(part);
}

/** As it stands in an expression. */
export function formatLicenseTerm({ id, orLater, exception }: LicenseTerm): string {
  return `${id}${orLater ? '+' : ''}${exception === undefined ? '' : ` WITH ${exception}`}`;
}

class ExpressionParser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  parseOr(): LicenseExpression | undefined {
    return this.#parseJoined('OR', () => this.#parseJoined('AND', () => this.#parseOperand()));
  }

  #parseJoined(word: 'AND' | 'OR', parsePart: () => LicenseExpression | undefined): LicenseExpression | undefined {
    let whole = parsePart();
    while (whole !== undefined && this.#tokens[this.#at] === word) {
      this.#at++;
      const part = parsePart();
      whole = part === undefined ? undefined : { kind: word === 'AND' ? 'and' : 'or', parts: [whole, part] };
    }
    return whole;
  }

  #parseOperand(): LicenseExpression | undefined {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const inner = this.parseOr();
      return this.#tokens[this.#at++] === ')' ? inner : undefined;
    }
    const orLater = token.endsWith('+');
    const id = orLater ? token.slice(0, -1) : token;
    if (!isLicenseId(id) && !/^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(id)) return undefined;
    if (this.#tokens[this.#at] !== 'WITH') return { kind: 'license', id, orLater };
    const exception = this.#tokens[this.#at + 1] ?? '';
    this.#at += 2;
    return /^[A-Za-z0-9.-]+$/.test(exception) ? { kind: 'license', id, orLater, exception } : undefined;
  }
}
