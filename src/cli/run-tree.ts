import { type ImageTree, readImageTree } from '../trust/store/image-tree.ts';
import { chooseTag, openRepository } from '../trust/store/open-repository.ts';
import { type CommandContext, type CommandInput, optionValue } from './command.ts';
import { readPassword } from './read-password.ts';
import { readRegistryOptions } from './registry-options.ts';
import { formatTree } from './tree-text.ts';

export async function runTree(input: CommandInput, context: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, context.output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const tree = await readImageTree(opened.repository, await chooseTag(opened, context.runtime), context.runtime);
  const isJson = optionValue(input, 'format') === 'json';
  await context.output.write(isJson ? [`${JSON.stringify(tree, undefined, 2)}\n`] : formatTree(tree));
  return isComplete(tree) ? 0 : 4;
}

function isComplete({ beside, platforms }: ImageTree): boolean {
  return [beside, ...platforms.map((each) => each.beside)].every(
    ({ unreadable, stoppedAt }) => unreadable.length === 0 && stoppedAt === undefined,
  );
}
