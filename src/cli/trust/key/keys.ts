import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { exportKeys } from '../../../trust/notary/operation/export-keys.ts';
import { generateKey } from '../../../trust/notary/operation/generate-key.ts';
import { importKeys } from '../../../trust/notary/operation/import-keys.ts';
import { loadKey } from '../../../trust/notary/operation/load-key.ts';
import { rotateKey } from '../../../trust/notary/operation/rotate-key.ts';
import { type BaseRole } from '../../../trust/tuf/role-name.ts';
import { listCachedRoots } from '../../../trust/notary/directory/list-cached-roots.ts';
import { type KeyStore } from '../../../trust/notary/key/key-store.ts';
import { writeTrustFile } from '../../../trust/notary/directory/write-trust-file.ts';
import { warnExposedKey } from '../../terminal/warn-exposed-key.ts';
import { exposedKeyWarning } from '../../../trust/crypto/exposed-key-warning.ts';
import { canAsk } from '../../terminal/ask-terminal.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { readKeyText } from '../../terminal/read-public-key-file.ts';
import { confirm, inRegistry, openKeys, openTrust, readGun, trustDirectoryOf, withoutServer } from '../context.ts';
import { askedPassphrases, readPassphrases } from './read-passphrases.ts';
import { count, describeVersions, formatJson, formatRows, writeLines } from '../text.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';

/** As Docker, writes the public key to `NAME.pub`, which must not exist. */
export async function runKeyGenerate(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = ''] = input.arguments;
  const file = join(optionValue(input, 'dir') ?? '.', `${name}.pub`);
  if (existsSync(file))
    throw new PratiqueError('USAGE', `${file} exists already`, { hint: 'choose another name or --dir, or remove the file' });
  const { id, publicKeyPem } = await generateKey(openKeys(input, context), { name });
  writeOutputFile(file, [publicKeyPem]);
  await writeLines(context.output, [`key ${id}\npublic key in ${file}\n`]);
  return 0;
}

export async function runKeyLoad(input: CommandInput, context: CommandContext): Promise<number> {
  const [path = ''] = input.arguments;
  const passphrases = readPassphrases(input, context.runtime.log);
  const name = optionValue(input, 'name');
  warnExposedKey(path, context.runtime.log);
  const id = await loadKey(openKeys(input, context, passphrases), {
    path,
    ...(name === undefined ? {} : { name }),
    filePassphrases: passphrases,
  });
  await writeLines(context.output, [`key ${id}\n`]);
  return 0;
}

export async function runKeyList(input: CommandInput, context: CommandContext): Promise<number> {
  const keys = await openKeys(input, context).list();
  const roots = await listCachedRoots({ path: trustDirectoryOf(input) });
  for (const { path, isEncrypted, isExposed } of keys) {
    if (!isEncrypted) context.output.warn(`pratique: ${path} is not encrypted; encrypt it with pratique trust key passwd`);
    if (isExposed) context.runtime.log.warn(exposedKeyWarning(path));
  }
  if (optionValue(input, 'format') === 'json') {
    const rootsOf = (id: string): readonly object[] => roots.filter(({ privateKeyId }) => privateKeyId === id).map(({ gun, rootKeyId }) => ({ gun, rootKeyId }));
    await context.output.write([formatJson(keys.map((key) => (key.role === 'root' ? { ...key, roots: rootsOf(key.id) } : key)))]);
    return 0;
  }
  await context.output.write(formatRows(['ROLE', 'REPOSITORY', 'PRIVATE KEY ID', 'DIRECTORY'], keys.map(({ role, gun, id, path }) => [role || 'unknown', gun ?? '', id, basename(path) === `${id}.key` ? dirname(path) : path]), [], context.output.terminalWidth));
  if (roots.length > 0) await context.output.write(['\n', ...formatRows(['REPOSITORY', 'ROOT KEY ID (rootKeys, --root-key)', 'PRIVATE KEY'], roots.map(({ gun, rootKeyId, privateKeyId }) => [gun, rootKeyId, keys.some(({ id }) => id === privateKeyId) ? privateKeyId.slice(0, 12) : 'not here']), [], context.output.terminalWidth)]);
  if (keys.length === 0) await noteOtherKeys(input, context);
  return 0;
} // prettier-ignore

/** Keys of Notary servers and of trust metadata in registries are in two directories. */
async function noteOtherKeys(input: CommandInput, context: CommandContext): Promise<void> {
  const isInRegistry = optionValue(input, 'server') === 'registry';
  const others = await openKeys(isInRegistry ? withoutServer(input) : inRegistry(input), context).list();
  if (others.length > 0)
    context.output.note(
      `pratique: ${count(others.length, 'key')} of ${isInRegistry ? 'Notary servers: leave out --server registry' : 'trust metadata in registries: add --server registry'}`,
    );
}

/** Writes a file that only its owner can read; the keys stay encrypted with their passphrases. */
export async function runKeyExport(input: CommandInput, context: CommandContext): Promise<number> {
  const file = optionValue(input, 'output');
  if (file === undefined) throw new PratiqueError('USAGE', 'trust key export needs an output file', { hint: 'add --output FILE' });
  const gun = optionValue(input, 'gun');
  const isAll = hasOption(input, 'all');
  if (isAll === (input.arguments.length > 0 || gun !== undefined))
    throw new PratiqueError('USAGE', isAll ? 'give either --all, key IDs or --gun' : 'trust key export exports every private key, the root keys too, only with --all', { hint: 'give the IDs of trust key list, --gun REPOSITORY, or --all for a backup' });
  const store = openKeys(input, context);
  const keyIds = input.arguments.length === 0 ? undefined : await completeIds(store, input.arguments);
  const text = await exportKeys(store, { ...(keyIds === undefined ? {} : { keyIds }), ...(gun === undefined ? {} : { gun: (await readGun(gun, input)).gun }) });
  if (text === '') {
    await noteOtherKeys(input, context);
    throw new PratiqueError('KEY_NOT_FOUND', `no keys to export in ${trustDirectoryOf(input)}`);
  }
  await writeTrustFile(file, text);
  if (isAll) await noteRootKeys(file, store, input, context);
  await writeLines(context.output, [`exported ${count(text.split('-----BEGIN ').length - 1, 'key')} to ${file}, still encrypted\n`]);
  return 0;
} // prettier-ignore

/** Whoever has the root key can replace every other key. */
async function noteRootKeys(file: string, store: KeyStore, input: CommandInput, { output }: CommandContext): Promise<void> {
  const ids = (await store.list()).filter(({ role }) => role === 'root').map(({ id }) => id);
  if (ids.length === 0) return;
  const guns = (await listCachedRoots({ path: trustDirectoryOf(input) })).filter(({ privateKeyId }) => ids.includes(privateKeyId)).map(({ gun }) => gun);
  const whose = guns.length === 0 ? ids.join(', ') : `of ${[...new Set(guns)].join(', ')}`;
  output.warn(`pratique: ${file} includes the root key ${whose}: keep it offline, and give it to nobody`);
} // prettier-ignore

export async function runKeyImport(input: CommandInput, context: CommandContext): Promise<number> {
  const passphrases = readPassphrases(input, context.runtime.log);
  const store = openKeys(input, context, passphrases);
  const from = optionValue(input, 'from-passphrase-file');
  const filePassphrases =
    from === undefined
      ? passphrases
      : readPassphrases({ arguments: [], options: new Map([['passphrase-file', [from]]]) }, context.runtime.log);
  const [role, gun] = [optionValue(input, 'role'), optionValue(input, 'gun')];
  for (const path of input.arguments) {
    warnExposedKey(path, context.runtime.log);
    const named = { ...(role === undefined ? {} : { role }), ...(gun === undefined ? {} : { gun: (await readGun(gun, input)).gun }) };
    const ids = await importKeys(store, { text: readKeyText(path), path, filePassphrases, ...named });
    await writeLines(
      context.output,
      ids.map((id) => `key ${id}\n`),
    );
  }
  return 0;
}

export async function runKeyRotate(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', role = ''] = input.arguments;
  if (!['root', 'targets', 'snapshot', 'timestamp'].includes(role))
    throw new PratiqueError('USAGE', `${JSON.stringify(role.slice(0, 40))} is not a role whose key can be rotated`, { hint: 'give root, targets, snapshot or timestamp' });
  await using opened = await openTrust(name, input, context);
  if (role === 'root') await confirm(`Replace the root key of ${opened.gun}?`, input);
  const given = optionValues(input, 'key');
  const keyIds = given.length === 0 ? [] : await completeIds(opened.trust.keys, given);
  const isOnServer = hasOption(input, 'server-managed');
  const rotated = await rotateKey(opened.trust, { role: role as BaseRole, isOnServer, ...(keyIds.length === 0 ? {} : { keyIds }) });
  await writeLines(context.output, [`replaced the ${role} key of ${opened.gun}: ${describeVersions(rotated)}\n`]);
  if (role === 'root') context.output.note(`pratique: policies that pin the root need its new key ID: ${rotated.repository.root.content.roles.root.keyIds.join(', ')}`);
  return 0;
} // prettier-ignore

/** The new passphrase never comes from the source of the old one, which would leave the key unchanged. */
export async function runKeyPasswd(input: CommandInput, context: CommandContext): Promise<number> {
  const file = optionValue(input, 'new-passphrase-file');
  if (file === undefined && !canAsk())
    throw new PratiqueError('USAGE', 'no terminal to ask for the new passphrase', { hint: 'add --new-passphrase-file FILE' });
  const { log } = context.runtime;
  const old = readPassphrases(input, log);
  const fresh =
    file === undefined ? askedPassphrases : readPassphrases({ arguments: [], options: new Map([['passphrase-file', [file]]]) }, log);
  const store = openKeys(input, context, (request) => (request.isNew ? fresh(request) : old(request)));
  for (const id of await completeIds(store, input.arguments)) {
    await store.changePassphrase(id);
    await writeLines(context.output, [`changed the passphrase of key ${id}\n`]);
  }
  return 0;
}

/** Completes abbreviated key IDs of at least seven digits. */
async function completeIds(store: KeyStore, given: readonly string[]): Promise<readonly string[]> {
  const keys = await store.list();
  return given.map((start) => {
    const found = start.length < 7 ? [] : keys.filter(({ id }) => id.startsWith(start.toLowerCase()));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only.id;
    const problem = found.length > 1 ? 'matches more than one key' : 'matches no key in the trust directory (at least 7 digits are needed)';
    throw new PratiqueError('KEY_NOT_FOUND', `${JSON.stringify(start.slice(0, 80))} ${problem}`);
  });
}
