import { limits } from '../../../model/limits.ts';

/** Text to compare with: exactly, or by a regular expression that was asked for by `~` and speaks of the whole text. */
export type TextPattern =
  { readonly kind: 'exact'; readonly text: string } | { readonly kind: 'pattern'; readonly text: string; readonly expression: RegExp };

/** Why a pattern is not taken; the decoder adds where it stands. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** `~expression` or exact text. Throws {@link PatternError}. */
export function parseTextPattern(text: string): TextPattern {
  if (text.length > limits.patternCharacters)
    throw new PatternError(`is ${text.length} characters long, more than ${limits.patternCharacters}`);
  return text.startsWith('~') ? { kind: 'pattern', text, expression: anchoredExpression(text.slice(1)) } : { kind: 'exact', text };
}

/** What is longer than any identity is no match, so that no expression is run over it. */
export function matchesText(pattern: TextPattern, text: string): boolean {
  if (pattern.kind === 'exact') return pattern.text === text;
  return text.length <= limits.patternSubjectCharacters && pattern.expression.test(text);
}

/** Whether it would let anybody pass: it matches what has nothing in common but its form. */
export function matchesAnything(pattern: TextPattern): boolean {
  return pattern.kind === 'pattern' && strangers.some((group) => group.every((text) => pattern.expression.test(text)));
}
const strangers = [
  ['https://stranger.invalid/a/b@refs/heads/main', 'https://other.example', 'https://10.0.0.1:8443/realms/x'],
  ['nobody@stranger.invalid', 'a.b+c@other.example'],
];

/**
 * The whole text must match, whatever `|` the expression holds. Refused are repeated groups that repeat or choose inside, and references back:
 * their time can grow without bound with the text. Throws {@link PatternError}.
 */
export function anchoredExpression(source: string): RegExp {
  if (source === '') throw new PatternError('is an empty regular expression');
  if (hasRepeatedRepetition(source)) throw new PatternError('repeats a group that itself repeats or chooses, which can take for ever');
  if ((source.match(/[*+]|,\}/g) ?? []).length > maxRepetitions)
    throw new PatternError(`repeats more than ${maxRepetitions} times, which can take for ever`);
  if (/\\[1-9]|\\k</.test(source)) throw new PatternError('refers back to a group, which can take for ever');
  try {
    // Compiled alone first, so that a stray parenthesis cannot close the group that anchors it.
    assertExpression(source);
    return new RegExp(`^(?:${source})$`, 'u');
  } catch (error) {
    throw new PatternError(`is not a regular expression: ${error instanceof Error ? error.message.replace(/^.*: /, '') : ''}`);
  }
}

function assertExpression(source: string): RegExp {
  return new RegExp(source, 'u');
}

const maxRepetitions = 8;

function hasRepeatedRepetition(source: string): boolean {
  const inside: boolean[] = [];
  let isInClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '\\') at += 1;
    else if (isInClass) isInClass = character !== ']';
    else if (character === '[') isInClass = true;
    else if (character === '(') inside.push(false);
    else if (character === ')') {
      const repeats = inside.pop() ?? false;
      if (repeats && /^[*+{]/.test(source.slice(at + 1))) return true;
      if (repeats && inside.length > 0) inside[inside.length - 1] = true;
    } else if (/[*+{|]/.test(character) && inside.length > 0) inside[inside.length - 1] = true;
  }
  return false;
}
