import { type CommandArgument } from '../command.ts';

/** What is scanned; `--input` may name it instead, or another option of `more`. */
export function targetArgument(meaning: string, more: Pick<CommandArgument, 'isVariadic' | 'unlessOptions'> = {}): CommandArgument {
  return { name: 'TARGET', meaning, isImage: true, isOptional: true, unlessOptions: ['input'], ...more, completes: 'file' };
}
