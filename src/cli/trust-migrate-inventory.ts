import { takeInventory } from '../trust/migrate/inventory/take-inventory.ts';
import { optionValue, type CommandContext, type CommandInput } from './command.ts';
import { formatInventory, formatInventoryJson, formatInventoryMarkdown } from './trust-migrate-inventory-text.ts';
import { readPlaces } from './trust-migrate-places.ts';

/** 0, or 4 when something could not be looked at. */
export async function runInventory(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const inventory = await takeInventory(readPlaces(input), runtime);
  const now = runtime.now();
  const format = optionValue(input, 'format') ?? 'table';
  if (format === 'json') await output.write([formatInventoryJson(inventory, now)]);
  else await output.write(format === 'markdown' ? formatInventoryMarkdown(inventory, now) : formatInventory(inventory, now));
  return inventory.issues.length === 0 ? 0 : 4;
}
