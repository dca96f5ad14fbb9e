import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { exportKeys } from '../../trust/notary/operation/export-keys.ts';
import { generateKey } from '../../trust/notary/operation/generate-key.ts';
import { importKeys } from '../../trust/notary/operation/import-keys.ts';
import { loadKey } from '../../trust/notary/operation/load-key.ts';
import { rotateKey } from '../../trust/notary/operation/rotate-key.ts';
import { type BaseRole } from '../../trust/tuf/role-name.ts';
import { type KeyStore } from '../../trust/notary/key/key-store.ts';
import { writeTrustFile } from '../../trust/notary/directory/write-trust-file.ts';
import { canAsk } from '../ask-terminal.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readKeyText } from '../read-public-key-file.ts';
import { confirm, openKeys, openTrust, readGun } from './context.ts';
import { askedPassphrases, readPassphrases } from './passphrases.ts';
import { describeVersions, formatJson, formatRows } from './text.ts';
import { writeOutputFile } from '../write-output-file.ts';

/** As Docker, the public half goes to `NAME.pub`, which must not be there. */
export async function runKeyGenerate(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = ''] = input.arguments;
  const file = join(optionValue(input, 'dir') ?? '.', `${name}.pub`);
  if (existsSync(file))
    throw new PratiqueError('USAGE', `${file} is there already`, { hint: 'choose another name or --dir, or remove it' });
  const { id, publicKeyPem } = await generateKey(openKeys(input), { name });
  writeOutputFile(file, [publicKeyPem]);
  await context.output.write([`key ${id}\npublic key in ${file}\n`]);
  return 0;
}

export async function runKeyLoad(input: CommandInput, context: CommandContext): Promise<number> {
  const [path = ''] = input.arguments;
  const passphrases = readPassphrases(input);
  const name = optionValue(input, 'name');
  const id = await loadKey(openKeys(input, passphrases), { path, ...(name === undefined ? {} : { name }), filePassphrases: passphrases });
  await context.output.write([`key ${id}\n`]);
  return 0;
}

export async function runKeyList(input: CommandInput, context: CommandContext): Promise<number> {
  const keys = await openKeys(input).list();
  for (const { path, isEncrypted, isExposed } of keys) {
    if (!isEncrypted) context.output.warn(`pratique: ${path} is not encrypted; try: pratique trust key passwd`);
    if (isExposed) context.output.warn(`pratique: others may read ${path}; try: chmod 600`);
  }
  if (optionValue(input, 'format') === 'json') await context.output.write([formatJson(keys)]);
  else await context.output.write(formatRows(['ROLE', 'REPOSITORY', 'KEY ID', 'FILE'], keys.map(({ role, gun, id, path }) => [role || 'unknown', gun ?? '', id, path])));
  return 0;
} // prettier-ignore

/** Into a file of its owner only; the keys stay encrypted under the passphrases they have. */
export async function runKeyExport(input: CommandInput, context: CommandContext): Promise<number> {
  const file = optionValue(input, 'output');
  if (file === undefined) throw new PratiqueError('USAGE', 'trust key export needs a file', { hint: '--output FILE' });
  const gun = optionValue(input, 'gun');
  const store = openKeys(input);
  const keyIds = input.arguments.length === 0 ? undefined : await completeIds(store, input.arguments);
  const text = await exportKeys(store, { ...(keyIds === undefined ? {} : { keyIds }), ...(gun === undefined ? {} : { gun: readGun(gun).gun }) });
  if (text === '') throw new PratiqueError('KEY_NOT_FOUND', 'there is no key to export');
  await writeTrustFile(file, text);
  await context.output.write([`exported ${text.split('-----BEGIN ').length - 1} keys to ${file}, encrypted as they were\n`]);
  return 0;
} // prettier-ignore

export async function runKeyImport(input: CommandInput, context: CommandContext): Promise<number> {
  const passphrases = readPassphrases(input);
  const store = openKeys(input, passphrases);
  const [role, gun] = [optionValue(input, 'role'), optionValue(input, 'gun')];
  for (const path of input.arguments) {
    const named = { ...(role === undefined ? {} : { role }), ...(gun === undefined ? {} : { gun: readGun(gun).gun }) };
    const ids = await importKeys(store, { text: readKeyText(path), path, filePassphrases: passphrases, ...named });
    await context.output.write(ids.map((id) => `key ${id}\n`));
  }
  return 0;
}

export async function runKeyRotate(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', role = ''] = input.arguments;
  if (!['root', 'targets', 'snapshot', 'timestamp'].includes(role))
    throw new PratiqueError('USAGE', `${JSON.stringify(role.slice(0, 40))} has no key to rotate`, { hint: 'root, targets, snapshot or timestamp' });
  await using opened = await openTrust(name, input, context);
  if (role === 'root') await confirm(`Give ${opened.gun} another root key?`, input);
  const given = optionValues(input, 'key');
  const keyIds = given.length === 0 ? [] : await completeIds(opened.trust.keys, given);
  const isOnServer = hasOption(input, 'server-managed');
  const rotated = await rotateKey(opened.trust, { role: role as BaseRole, isOnServer, ...(keyIds.length === 0 ? {} : { keyIds }) });
  await context.output.write([`${opened.gun} has another ${role} key: ${describeVersions(rotated)}\n`]);
  return 0;
} // prettier-ignore

/** The new passphrase never comes from where the old one does: the key would be written again as it was. */
export async function runKeyPasswd(input: CommandInput, context: CommandContext): Promise<number> {
  const file = optionValue(input, 'new-passphrase-file');
  if (file === undefined && !canAsk())
    throw new PratiqueError('USAGE', 'nobody can be asked for the new passphrase', { hint: '--new-passphrase-file FILE' });
  const old = readPassphrases(input);
  const fresh = file === undefined ? askedPassphrases : readPassphrases({ arguments: [], options: new Map([['passphrase-file', [file]]]) });
  const store = openKeys(input, (request) => (request.isNew ? fresh(request) : old(request)));
  for (const id of await completeIds(store, input.arguments)) {
    await store.changePassphrase(id);
    await context.output.write([`key ${id} has another passphrase\n`]);
  }
  return 0;
}

/** Key IDs by their first digits, as people copy them; at least seven, and of one key. */
async function completeIds(store: KeyStore, given: readonly string[]): Promise<readonly string[]> {
  const keys = await store.list();
  return given.map((start) => {
    const found = start.length < 7 ? [] : keys.filter(({ id }) => id.startsWith(start.toLowerCase()));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only.id;
    const problem = found.length > 1 ? 'begins more than one key ID' : 'is no key ID that is here';
    throw new PratiqueError('KEY_NOT_FOUND', `${JSON.stringify(start.slice(0, 80))} ${problem}`);
  });
}
