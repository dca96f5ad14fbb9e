import { PratiqueError } from '../../../model/pratique-error.ts';
import { addDelegation } from '../../../trust/notary/operation/add-delegation.ts';
import { listDelegations } from '../../../trust/notary/operation/list-delegations.ts';
import { purgeDelegationKeys } from '../../../trust/notary/operation/purge-delegation-keys.ts';
import { removeDelegation } from '../../../trust/notary/operation/remove-delegation.ts';
import { type Publication } from '../../../trust/notary/publish/publish-edited.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { readPublicKeyFile } from '../../terminal/read-public-key-file.ts';
import { confirm, openTrust } from '../context.ts';
import { describeVersions, formatJson, formatRows, writeLines } from '../text.ts';

export async function runDelegationAdd(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', role = '', ...files] = input.arguments;
  const paths = hasOption(input, 'all-paths') ? [''] : optionValues(input, 'path');
  if (files.length === 0 && paths.length === 0)
    throw new PratiqueError('USAGE', 'no keys and no paths given', {
      hint: 'add certificates or public keys, --path or --all-paths',
    });
  await using opened = await openTrust(name, input, context);
  const options = { role: fullName(role), keys: files.map(readPublicKeyFile), paths, isStaged: hasOption(input, 'stage') };
  return await tell(context, await addDelegation(opened.trust, options), `updated ${options.role} of ${opened.gun}`);
}

export async function runDelegationRemove(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', role = '', ...keyIds] = input.arguments;
  const [paths, isAllPaths] = [optionValues(input, 'path'), hasOption(input, 'all-paths')];
  await using opened = await openTrust(name, input, context);
  const isWhole = keyIds.length === 0 && paths.length === 0 && !isAllPaths;
  if (isWhole) await confirm(`Remove ${fullName(role)} of ${opened.gun} and all delegations below it?`, input);
  const options = { role: fullName(role), keyIds, paths, isAllPaths, isStaged: hasOption(input, 'stage') };
  return await tell(context, await removeDelegation(opened.trust, options), `${isWhole ? 'removed' : 'updated'} ${options.role} of ${opened.gun}`);
} // prettier-ignore

export async function runDelegationList(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const delegations = await listDelegations(opened.trust);
  if (optionValue(input, 'format') === 'json') await context.output.write([formatJson(delegations)]);
  else {
    const describePaths = (paths: readonly string[]): string => paths.map((path) => (path === '' ? '(all)' : path)).join(', ') || '(none)';
    const rows = delegations.flatMap(({ role, paths, keyIds, threshold }) =>
      (keyIds.length === 0 ? ['(none)'] : keyIds).map((id, index) => (index === 0 ? [role, describePaths(paths), String(threshold), id] : ['', '', '', id])),
    );
    await context.output.write(formatRows(['ROLE', 'PATHS', 'THRESHOLD', 'KEY IDS'], rows, [], context.output.terminalWidth));
  }
  return 0;
} // prettier-ignore

export async function runDelegationPurge(input: CommandInput, context: CommandContext): Promise<number> {
  const keyIds = optionValues(input, 'key');
  if (keyIds.length === 0) throw new PratiqueError('USAGE', 'no key given', { hint: 'add --key KEY_ID' });
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  await confirm(`Remove ${keyIds.length === 1 ? 'the key' : `${keyIds.length} keys`} from all delegations of ${opened.gun}?`, input);
  const publication = await purgeDelegationKeys(opened.trust, { keyIds, isStaged: hasOption(input, 'stage') });
  return await tell(context, publication, `removed keys from all delegations of ${opened.gun}`);
}

/** `releases` is `targets/releases`. */
function fullName(role: string): string {
  return role.startsWith('targets/') ? role : `targets/${role}`;
}

async function tell(context: CommandContext, publication: Publication | undefined, what: string): Promise<number> {
  await writeLines(context.output, [publication === undefined ? `staged: ${what}\n` : `${what}: ${describeVersions(publication)}\n`]);
  return 0;
}
