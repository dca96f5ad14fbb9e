import { PratiqueError } from '../../../model/pratique-error.ts';
import { limits } from '../../../model/limits.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';

/** A regular expression that has to fit the whole text. */
export interface AnchoredPattern {
  readonly source: string;
  readonly matches: (text: string) => boolean;
}

/**
 * Compiles a pattern for identities: RE2's syntax without back references, look-around, flags and counted repetition, matched in time linear
 * in pattern × text. One that fits signers that have nothing to do with each other is refused unless `isWideAllowed`. Throws USAGE.
 */
export function compilePattern(source: string, options: { readonly isWideAllowed?: boolean } = {}): AnchoredPattern {
  if (source === '' || source.length > limits.identityPatternCharacters)
    throw new PratiqueError(
      'USAGE',
      `a pattern for identities has 1 to ${limits.identityPatternCharacters} characters, not ${source.length}`,
    );
  const program = compile(parsePattern(source));
  const pattern = { source, matches: (text: string) => run(program, text) };
  const stranger = strangers.find((text) => pattern.matches(text));
  if (stranger === undefined || options.isWideAllowed === true) return pattern;
  throw new PratiqueError('USAGE', `${JSON.stringify(source)} matches any signer, such as ${JSON.stringify(stranger)}`, {
    hint: 'write out the host and the owner, or pass --allow-any-identity',
  });
}

/** Identities that anyone can get. */
const strangers = [
  '',
  'attacker',
  'attacker@gmail.com',
  'attacker@attacker.example',
  'https://attacker.example',
  'https://attacker.example/a/b/.github/workflows/c.yml@refs/heads/main',
  'https://github.com/attacker/b/.github/workflows/c.yml@refs/heads/main',
  'https://gitlab.com/attacker/b//.gitlab-ci.yml@refs/heads/main',
];

/** One state of the automaton: a character to take, or two states to be in without one. */
type Instruction = { readonly take: (character: string) => boolean } | { readonly split: readonly number[] };

function compile(node: PatternNode): readonly Instruction[] {
  const program: Instruction[] = [];
  emit(node, program);
  return program;
}

function emit(node: PatternNode, program: Instruction[]): void {
  if (node.kind === 'character') program.push({ take: node.isMatch });
  else if (node.kind === 'sequence') for (const part of node.parts) emit(part, program);
  else if (node.kind === 'choice') emitChoice(node.options, program);
  else emitRepeat(node, program);
}

function emitChoice(options: readonly PatternNode[], program: Instruction[]): void {
  const starts: number[] = [];
  const jumps: number[] = [];
  const start = program.push({ split: starts }) - 1;
  for (const option of options) {
    starts.push(program.length);
    emit(option, program);
    jumps.push(program.push({ split: [] }) - 1);
  }
  for (const jump of jumps) program[jump] = { split: [program.length] };
  program[start] = { split: starts };
}

function emitRepeat({ part, min, isEndless }: Extract<PatternNode, { kind: 'repeat' }>, program: Instruction[]): void {
  const start = program.length;
  if (min === 0) program.push({ split: [] });
  const body = program.length;
  emit(part, program);
  if (isEndless) program.push({ split: [body, program.length + 1] });
  if (min === 0) program[start] = { split: [body, program.length] };
}

/** All states at once, character by character (Thompson's construction): no text makes it slow. */
function run(program: readonly Instruction[], text: string): boolean {
  if (text.length > limits.identityCharacters) return false;
  let states = closure(program, [0]);
  for (const character of text) {
    const next: number[] = [];
    for (const state of states) {
      const instruction = program[state];
      if (instruction !== undefined && 'take' in instruction && instruction.take(character)) next.push(state + 1);
    }
    if (next.length === 0) return false;
    states = closure(program, next);
  }
  return states.has(program.length);
}

function closure(program: readonly Instruction[], from: readonly number[]): ReadonlySet<number> {
  const states = new Set(from);
  // A set is walked in the order of adding, also over what is added on the way.
  for (const state of states) {
    const instruction = program[state];
    if (instruction !== undefined && 'split' in instruction) for (const to of instruction.split) states.add(to);
  }
  return states;
}
