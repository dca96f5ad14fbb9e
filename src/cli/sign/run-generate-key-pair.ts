import { exitCodes } from '../../model/exit-codes.ts';
import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { signingSettings } from '../../config/signing-settings.ts';
import { writeChunks } from '../../lib/file/write-chunks.ts';
import { type Runtime } from '../../model/runtime.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { generateCosignKey } from '../../trust/sigstore/sign/generate-cosign-key.ts';
import { askSecret, canAsk } from '../terminal/ask-terminal.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { cannotWrite } from '../terminal/output.ts';
import { readPassphraseFile } from '../terminal/read-passphrase-file.ts';

/** A key pair as `cosign generate-key-pair` makes it. A file that exists is never overwritten: it may be the only copy of a key. */
export async function runGenerateKeyPair(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const prefix = optionValue(input, 'output-key-prefix') ?? 'cosign';
  if (prefix === '' || /[/\\]$/.test(prefix))
    throw new PratiqueError('USAGE', `--output-key-prefix: ${prefix === '' ? 'the prefix is empty' : `${prefix} names a folder`}`, {
      hint: `give the start of the file names, such as ${prefix}cosign`,
    });
  const [privateFile, publicFile] = [`${prefix}.key`, `${prefix}.pub`];
  for (const file of [privateFile, publicFile]) if (existsSync(file)) throw alreadyThere(file);
  const { privateKeyPem, publicKeyPem } = await generateCosignKey(await readNewPassphrase(input, runtime));
  writeNewFile(privateFile, privateKeyPem, 0o600);
  try {
    writeNewFile(publicFile, publicKeyPem, 0o644);
  } catch (error) {
    // Half a pair would look like a whole one.
    rmSync(privateFile, { force: true });
    throw error;
  }
  await output.write([`private key in ${privateFile}\npublic key in ${publicFile}\n`]);
  return exitCodes.passed;
}

function writeNewFile(path: string, text: string, mode: number): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', mode);
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? alreadyThere(path) : cannotWrite(path, error);
  }
  try {
    writeChunks(descriptor, [Buffer.from(text)]);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw cannotWrite(path, error);
  } finally {
    closeSync(descriptor);
  }
}

function alreadyThere(path: string): PratiqueError {
  return new PratiqueError('OUTPUT_UNWRITABLE', `${path} already exists and is not overwritten`, {
    hint: 'choose other names with --output-key-prefix, or move the file away',
  });
}

/** Of a file, the environment or a person, who is asked twice. An empty one is allowed, as in cosign, and has to be given. */
async function readNewPassphrase(input: CommandInput, { log }: Runtime): Promise<string> {
  const file = optionValue(input, 'passphrase-file');
  if (file !== undefined) return readPassphraseFile(file, '--passphrase-file', log);
  const { passphrase } = signingSettings();
  if (passphrase !== undefined) return passphrase;
  if (!canAsk())
    throw new PratiqueError('PASSPHRASE_MISSING', 'no passphrase for the new key: COSIGN_PASSWORD is not set and there is no terminal', {
      hint: 'set COSIGN_PASSWORD, or give --passphrase-file',
    });
  const first = await askSecret('Passphrase for the new key: ');
  if ((await askSecret('Repeat the passphrase: ')) === first) return first;
  throw new PratiqueError('PASSPHRASE_MISSING', 'the two passphrases differ', { hint: 'run the command again' });
}
