import { describeState } from '../../../trust/migrate/apply/apply-migration.ts';
import { type ResolvedSignedImage } from '../../../trust/migrate/resolve/signed-image.ts';
import { optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { openMigrationSource } from './source.ts';
import { formatJson, formatRows } from '../text.ts';

/** What is signed, and what the registry has; 4 when something is missing or differs from what was signed. */
export async function runResolve(input: CommandInput, context: CommandContext): Promise<number> {
  await using source = await openMigrationSource(input, context);
  const { images } = source;
  if (optionValue(input, 'format') === 'json') await context.output.write([formatJson(images)]);
  else
    await context.output.write(
      formatRows(['IMAGE', 'DIGEST', 'SIZE', 'SIGNED BY', 'STATE'], images.flatMap(describe), [2], context.output.terminalWidth),
    );
  return images.every(({ state }) => state.kind === 'present') ? 0 : 4;
}

function describe(image: ResolvedSignedImage): readonly (readonly string[])[] {
  return image.tags.map(({ tag, signers, role }) => {
    const by = signers.length > 0 ? signers.join(', ') : role;
    return [`${image.repository}:${tag}`, image.digest, String(image.size), by, `${describeState(image)}${describeMove(image, tag)}`];
  });
}

function describeMove({ moved, state }: ResolvedSignedImage, tag: string): string {
  const move = moved.find((each) => each.tag === tag);
  if (move?.now !== undefined) return `, the tag points to ${move.now.slice(0, 19)}`;
  // Without the image there is no tag either.
  return move === undefined || state.kind === 'missing' ? '' : ', the tag is missing';
}
