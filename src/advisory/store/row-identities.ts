import { type HeadTuple } from './advisory-codec.ts';

/**
 * Which rows of a record speak of the same flaws, told by small numbers instead of ids: what a fix settled long ago can then be left out
 * without reading who says it. Rows that share a number share an id, an alias or a flaw that a bulletin covers.
 */
export type EncodedIdentities = number | number[];

/** Numbers ids in the order they are met. The commonest row has one id, the next new one: it is written as 0. */
export class IdentityEncoder {
  readonly #numbers = new Map<string, number>();
  #next = 0;

  encode(head: HeadTuple): EncodedIdentities {
    const numbers = [...new Set(identitiesOf(head).map((id) => this.#numberOf(id)))];
    const [only] = numbers;
    const expected = this.#next;
    this.#next = (numbers.at(-1) ?? expected - 1) + 1;
    return numbers.length === 1 && only !== undefined ? only - expected : numbers;
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** The inverse, row after row. */
export class IdentityDecoder {
  #next = 0;

  decode(encoded: EncodedIdentities): EncodedIdentities {
    const decoded = typeof encoded === 'number' ? encoded + this.#next : encoded;
    this.#next = (typeof decoded === 'number' ? decoded : (decoded.at(-1) ?? this.#next - 1)) + 1;
    return decoded;
  }
}

/** `DEBIAN-CVE-2024-1` is a record of `CVE-2024-1` and says so nowhere else. */
function identitiesOf([id, , aliases, covers]: HeadTuple): readonly string[] {
  return [id, ...aliases, ...covers].map((name) => name.slice(Math.max(0, name.indexOf('CVE-'))));
}
