import { PratiqueError } from '../../model/pratique-error.ts';
import { renewTimestamp } from '../../trust/registry-metadata/renew-timestamp.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { inRegistry, openTrust } from './context.ts';
import { writeLines } from './text.ts';

/** Renews timestamps of trust metadata in the registry. */
export async function runRepoRenew(input: CommandInput, context: CommandContext): Promise<number> {
  const text = optionValue(input, 'days') ?? '14';
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 90) throw new PratiqueError('USAGE', `--days ${JSON.stringify(text.slice(0, 20))} is not a number from 1 to 90`);
  for (const name of input.arguments) {
    await using opened = await openTrust(name, inRegistry(input), context);
    const { version, expires } = await renewTimestamp(opened.trust, days);
    await writeLines(context.output, [`${opened.gun}: timestamp version ${version}, expires ${expires.toISOString()}\n`]);
  }
  return 0;
}
