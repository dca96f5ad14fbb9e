import { type Word, type WordPart } from 'unbash';
import { type Lookup } from '../build/expand.ts';
import { type ScriptText, type ShellWord } from './shell-script.ts';

/** A word with the values that ENV and ARG give its variables; an unquoted value with blanks is several words. */
export function readWord(word: Word, { positionAt }: ScriptText, lookup: Lookup): readonly ShellWord[] {
  const position = positionAt(word.pos);
  const { parts } = word;
  if (parts === undefined) return [{ value: word.value, position, isKnown: true, isQuoted: word.text !== word.value }];
  const isQuoted = parts.every(({ type }) => type !== 'SimpleExpansion' && type !== 'ParameterExpansion');
  const values = parts.map((part) => valueOf(part, lookup));
  const isKnown = !values.includes(undefined);
  const value = values.map((text, at) => text ?? parts[at]!.text).join('');
  const pieces = isQuoted || !isKnown ? [value] : value.split(/\s+/).filter((piece) => piece !== '');
  return pieces.map((piece) => ({ value: piece, position, isKnown, isQuoted }));
}

function valueOf(part: WordPart, lookup: Lookup): string | undefined {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return part.text;
    case 'DoubleQuoted':
    case 'LocaleString': {
      const values = part.parts.map((each) => valueOf(each, lookup));
      return values.includes(undefined) ? undefined : values.join('');
    }
    case 'SimpleExpansion':
      return lookup(part.text.slice(1))?.value;
    case 'ParameterExpansion':
      return part.operation === undefined && part.prefix === undefined && part.index === undefined
        ? lookup(part.parameter)?.value
        : undefined;
    case 'ArithmeticExpansion':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return undefined;
  }
}
