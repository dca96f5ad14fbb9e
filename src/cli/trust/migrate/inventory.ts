import { join } from 'node:path';
import { dockerConfigDirectory } from '../../../config/docker-config-directory.ts';
import { type ServerCollections } from '../../../trust/migrate/inventory/list-server-collections.ts';
import { type Issue } from '../../../model/issue.ts';
import { takeInventory, type Inventory } from '../../../trust/migrate/inventory/take-inventory.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { formatInventory, formatInventoryJson, formatInventoryMarkdown } from './inventory-text.ts';
import { fitLines } from '../../terminal/fit-lines.ts';
import { readPassword } from '../../terminal/read-password.ts';
import { readRegistryOptions } from '../../words/registry-options.ts';
import { readPlaces } from './places.ts';

/** 0, or 4 when something could not be read. */
export async function runInventory(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const inventory = await takeWith(optionValues(input, 'server'), input, { output, runtime });
  const now = runtime.now();
  const format = optionValue(input, 'format') ?? 'table';
  if (format === 'json') await output.write([formatInventoryJson(inventory, now)]);
  else
    await output.write(
      format === 'markdown' ? formatInventoryMarkdown(inventory, now) : fitLines(formatInventory(inventory, now), output.terminalWidth),
    );
  return inventory.issues.length === 0 ? 0 : 4;
}

/** Places on this machine, and repositories on servers. */
async function takeWith(
  servers: readonly string[],
  input: CommandInput,
  { output, runtime }: Pick<CommandContext, 'output' | 'runtime'>,
): Promise<Inventory & { readonly servers: readonly ServerCollections[] }> {
  const inventory = await takeInventory(readPlaces(input), runtime);
  const issues: Issue[] = [];
  const found: ServerCollections[] = [];
  const registry = servers.length === 0 ? {} : readRegistryOptions(input, await readPassword(input, output));
  for (const server of servers) {
    const { listServerCollections } = await import('../../../trust/migrate/inventory/list-server-collections.ts');
    const tlsDirectory = join(dockerConfigDirectory(), 'tls');
    const each = await listServerCollections(
      { dockerConfigDirectory: dockerConfigDirectory(), ...registry, server, tlsDirectory },
      issues,
      runtime,
    );
    if (each !== undefined) found.push(each);
  }
  return { ...inventory, servers: found, issues: [...inventory.issues, ...issues] };
}
