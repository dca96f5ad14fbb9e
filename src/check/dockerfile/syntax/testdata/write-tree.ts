import { type Instruction } from '../dockerfile.ts';

/** Instructions as BuildKit's `Dump` writes its tree. */
export function writeTree(instructions: readonly Instruction[]): string {
  return instructions.map((instruction) => `(${writeNode(instruction)})\n`).join('');
}

function writeNode({ word, flags, values, trigger }: Instruction): string {
  const head = word.toLowerCase() + (flags.length === 0 ? '' : ` [${flags.map(({ text }) => JSON.stringify(text)).join(' ')}]`);
  const rest = trigger === undefined ? values.map(({ text }) => JSON.stringify(text)) : [`(${writeNode(trigger)})`];
  return [head, ...rest].join(' ').trim();
}
