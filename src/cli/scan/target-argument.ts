import { type CommandArgument } from '../command.ts';

/** What is scanned; `--input` may name it instead. */
export function targetArgument(meaning: string, more: Pick<CommandArgument, 'isVariadic'> = {}): CommandArgument {
  return { name: 'TARGET', meaning, isImage: true, isOptional: true, unlessOption: 'input', ...more, completes: 'file' };
}
