import { PratiqueError } from '../../../model/pratique-error.ts';
import { type AnchoredPattern, compilePattern } from '../../sigstore/identity/anchored-pattern.ts';

/** Text to compare with: exactly, or by a regular expression that was asked for by `~` and speaks of the whole text. */
export type TextPattern =
  { readonly kind: 'exact'; readonly text: string } | { readonly kind: 'pattern'; readonly pattern: AnchoredPattern };

/** Why a pattern is not taken; the decoder adds where it stands. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** `~expression` or exact text. An expression that fits signers who have nothing to do with each other is refused unless `isWideAllowed`. Throws {@link PatternError}. */
export function parseTextPattern(text: string, options: { readonly isWideAllowed: boolean }): TextPattern {
  if (!text.startsWith('~')) return { kind: 'exact', text };
  return { kind: 'pattern', pattern: parseExpression(text.slice(1), options) };
}

/** In time linear with the text, whatever the expression. Throws {@link PatternError}. */
export function parseExpression(source: string, options: { readonly isWideAllowed: boolean }): AnchoredPattern {
  try {
    return compilePattern(source, options);
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    // The decoder says which text it was.
    throw new PatternError(error.message.replace(/^"(?:[^"\\]|\\.)*" /, ''));
  }
}
