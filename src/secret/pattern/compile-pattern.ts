import { type Text } from '../engine/text.ts';
import { PatternError, type ChoicePart, type Pattern, type PatternPart, type RunPart } from './pattern.ts';

/** Where the pattern ends if it begins at `at`, or -1. */
export type Matcher = (text: Text, at: number) => number;

/**
 * Makes the walk over the text. `source` is named in errors. Throws PatternError for a pattern in which a run of variable length could take the
 * bytes that the part behind it needs: such a pattern would match only if it were tried again with a shorter run.
 */
export function compilePattern(pattern: Pattern, { source, ignoresCase }: { source: string; ignoresCase: boolean }): Matcher {
  const parts = ignoresCase ? pattern.map(foldPart) : pattern;
  assertNoRetry(parts, undefined, source);
  return compileSequence(parts, ignoresCase);
}

function compileSequence(parts: Pattern, ignoresCase: boolean): Matcher {
  const matchers = parts.map((part) => compilePart(part, ignoresCase));
  if (matchers.length === 1) return matchers[0]!;
  return (text, at) => {
    let end = at;
    for (const matcher of matchers) {
      end = matcher(text, end);
      if (end < 0) return -1;
    }
    return end;
  };
}

function compilePart(part: PatternPart, ignoresCase: boolean): Matcher {
  if (part.kind === 'literal') return ignoresCase ? foldedLiteral(part.text) : literal(part.text);
  if (part.kind === 'run') return part.max > rememberedBytes ? rememberedRun(part) : shortRun(part);
  return choice(part, ignoresCase);
}

function literal(value: string): Matcher {
  const wanted = Buffer.from(value, 'latin1');
  return (text, at) => {
    const { bytes, end } = text;
    if (at + wanted.length > end) return -1;
    for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return -1;
    return at + wanted.length;
  };
}

function foldedLiteral(value: string): Matcher {
  const wanted = Buffer.from(value.toLowerCase(), 'latin1');
  return (text, at) => {
    const { bytes, end } = text;
    if (at + wanted.length > end) return -1;
    for (let i = 0; i < wanted.length; i++) if (lowerCase(bytes[at + i]!) !== wanted[i]) return -1;
    return at + wanted.length;
  };
}

/** Runs that may be longer are walked once: a text of nothing but starts would otherwise be walked once for each start. */
const rememberedBytes = 128;

function shortRun({ members, min, max }: RunPart): Matcher {
  return (text, at) => {
    const { bytes } = text;
    const stop = Math.min(text.end, at + max);
    let end = at;
    while (end < stop && members[bytes[end]!] === 1) end++;
    return end - at < min ? -1 : end;
  };
}

function rememberedRun({ members, min, max }: RunPart): Matcher {
  let knownText = -1;
  let knownStart = 0;
  let knownEnd = 0;
  return (text, at) => {
    if (text.id !== knownText || at < knownStart || at >= knownEnd) {
      const { bytes, end: stop } = text;
      let end = at;
      while (end < stop && members[bytes[end]!] === 1) end++;
      knownText = text.id;
      knownStart = at;
      knownEnd = end;
    }
    const end = Math.min(knownEnd, at + max);
    return end - at < min ? -1 : end;
  };
}

function choice({ alternatives, min, max }: ChoicePart, ignoresCase: boolean): Matcher {
  const matchers = alternatives.map((alternative) => compileSequence(alternative, ignoresCase));
  const first: Matcher = (text, at) => {
    for (const matcher of matchers) {
      const end = matcher(text, at);
      if (end >= 0) return end;
    }
    return -1;
  };
  if (min === 1 && max === 1) return first;
  return (text, at) => {
    let end = at;
    for (let count = 0; count < max; count++) {
      const next = first(text, end);
      if (next <= end) return count < min ? -1 : end;
      end = next;
    }
    return end;
  };
}

/** `after` holds the bytes that may follow the pattern; undefined at its end, where anything may. */
function assertNoRetry(parts: Pattern, after: Uint8Array | undefined, source: string): void {
  for (const [index, part] of parts.entries()) {
    const rest = parts.slice(index + 1);
    const following = rest.length === 0 ? after : firstBytes(rest, after);
    if (part.kind === 'choice') {
      for (const alternative of part.alternatives) assertNoRetry(alternative, following, source);
    }
    const isVariable = part.kind !== 'literal' && part.min !== part.max;
    if (!isVariable || following === undefined || rest.length === 0) continue;
    const own = firstBytes([part], undefined);
    if (own.some((member, byte) => member === 1 && following[byte] === 1))
      throw new PatternError(`pattern ${source}: part ${index + 1} has a variable length and could take what the next part needs`);
  }
}

/** The bytes a sequence may begin with. */
function firstBytes(parts: Pattern, after: Uint8Array | undefined): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const part of parts) {
    if (part.kind === 'literal') bytes[part.text.charCodeAt(0)] = 1;
    else if (part.kind === 'run') part.members.forEach((member, byte) => (bytes[byte]! |= member));
    else
      for (const alternative of part.alternatives) firstBytes(alternative, undefined).forEach((member, byte) => (bytes[byte]! |= member));
    if (part.kind === 'literal' || part.min > 0) return bytes;
  }
  after?.forEach((member, byte) => (bytes[byte]! |= member));
  return bytes;
}

function foldPart(part: PatternPart): PatternPart {
  if (part.kind === 'literal') return { ...part, text: part.text.toLowerCase() };
  if (part.kind === 'choice') return { ...part, alternatives: part.alternatives.map((alternative) => alternative.map(foldPart)) };
  const members = part.members.slice();
  for (let code = 0x41; code <= 0x5a; code++) {
    if (members[code] === 1 || members[code + 32] === 1) members[code] = members[code + 32] = 1;
  }
  return { ...part, members };
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}
