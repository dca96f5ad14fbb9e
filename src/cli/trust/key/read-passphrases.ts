import { contentTrustSettings } from '../../../config/content-trust-settings.ts';
import { readAtMost } from '../../../lib/file/read-at-most.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type LockedKey, type PassphraseRequest, type Passphrases } from '../../../trust/notary/key/passphrases.ts';
import { askSecret, canAsk } from '../../terminal/ask-terminal.ts';
import { type Logger } from '../../../model/runtime.ts';
import { optionValue, type CommandInput } from '../../command.ts';
import { readPassphraseFile } from '../../terminal/read-passphrase-file.ts';

/** Shortest new passphrase, as in notary: characters; how often a person may try; longest passphrase file: bytes. */
const [minCharacters, maxTries, maxBytes] = [8, 3, 4_096];

/**
 * Passphrases from the options, then from Docker's and notary's variables, then from the terminal, where new ones have to be repeated. A wrong
 * passphrase is not tried again. A passphrase file that other users can read is a warning. Throws USAGE for a file or descriptor without a passphrase.
 */
export function readPassphrases(input: CommandInput, log: Pick<Logger, 'warn'>): Passphrases {
  const named = readNamed(input, log);
  const settings = contentTrustSettings();
  return async (request) => {
    const known = named ?? settings.passphraseFor(request.role);
    if (known !== undefined) return request.attempt === 1 ? known : undefined;
    return askedPassphrases(request);
  };
}

/** From the terminal; `undefined` without one. */
export async function askedPassphrases(request: PassphraseRequest): Promise<string | undefined> {
  if (!canAsk()) return undefined;
  return request.isNew ? askNew(request) : askSecret(`Passphrase of ${describe(request)}: `);
}

async function askNew(request: PassphraseRequest): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const first = await askSecret(`New passphrase of ${describe(request)}: `);
    const problem = first.length < minCharacters ? `is shorter than ${minCharacters} characters` : undefined;
    if (problem === undefined && (await askSecret('Repeat it: ')) === first) return first;
    if (tries === maxTries) throw new PratiqueError('PASSPHRASE_MISSING', `the new passphrase ${problem ?? 'was not repeated correctly'}`);
    process.stderr.write(`The passphrase ${problem ?? 'was not repeated correctly'}. Try again.\n`);
  }
}

/** `the targets key 1234567 (docker.io/org/app)`, as notary shows it. */
function describe({ role, keyId, gun }: LockedKey): string {
  return `the ${role || 'unnamed'} key${keyId === undefined ? '' : ` ${keyId.slice(0, 7)}`}${gun === undefined ? '' : ` (${gun})`}`;
}

function readNamed(input: CommandInput, log: Pick<Logger, 'warn'>): string | undefined {
  const [file, descriptor] = [optionValue(input, 'passphrase-file'), optionValue(input, 'passphrase-fd')];
  if (file === undefined && descriptor === undefined) return undefined;
  if (file !== undefined && descriptor !== undefined)
    throw new PratiqueError('USAGE', 'give only one of --passphrase-file and --passphrase-fd');
  const line = file === undefined ? readDescriptor(descriptor ?? '') : readPassphraseFile(file, '--passphrase-file', log);
  if (line !== '') return line;
  throw new PratiqueError('USAGE', `${file === undefined ? '--passphrase-fd' : '--passphrase-file'} contains no passphrase`);
}

function readDescriptor(text: string): string {
  const descriptor = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(descriptor, maxBytes);
  } catch (cause) {
    throw new PratiqueError('USAGE', `--passphrase-fd ${text.slice(0, 20)} cannot be read`, { cause, hint: '--passphrase-fd 3 3< FILE' });
  }
  if (bytes !== undefined) return bytes.toString('utf8').split(/\r?\n/)[0] ?? '';
  throw new PratiqueError('USAGE', `--passphrase-fd: more than ${maxBytes} bytes`);
}
