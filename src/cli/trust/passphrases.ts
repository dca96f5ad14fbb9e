import { contentTrustSettings } from '../../config/content-trust-settings.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type LockedKey, type PassphraseRequest, type Passphrases } from '../../trust/notary/key/passphrases.ts';
import { askSecret, canAsk } from '../ask-terminal.ts';
import { optionValue, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../read-bounded-file.ts';

/** What notary asks of a new passphrase, and how often a person may try: characters. */
const [minCharacters, maxTries, maxBytes] = [8, 3, 4_096];

/**
 * Passphrases from where they were named, then from Docker's and notary's variables, then from a person on the terminal, who is asked twice for new
 * ones. Each answer is given once: one that is wrong is not tried again. Throws USAGE for a file or descriptor that gives none.
 */
export function readPassphrases(input: CommandInput): Passphrases {
  const named = readNamed(input);
  const settings = contentTrustSettings();
  return async (request) => {
    const known = named ?? settings.passphraseFor(request.role);
    if (known !== undefined) return request.attempt === 1 ? known : undefined;
    return askedPassphrases(request);
  };
}

/** From a person; `undefined` where there is none to ask. */
export async function askedPassphrases(request: PassphraseRequest): Promise<string | undefined> {
  if (!canAsk()) return undefined;
  return request.isNew ? askNew(request) : askSecret(`Passphrase of ${describe(request)}: `);
}

async function askNew(request: PassphraseRequest): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const first = await askSecret(`New passphrase of ${describe(request)}: `);
    const problem = first.length < minCharacters ? `is shorter than ${minCharacters} characters` : undefined;
    if (problem === undefined && (await askSecret('The same again: ')) === first) return first;
    if (tries === maxTries)
      throw new PratiqueError('PASSPHRASE_MISSING', `the new passphrase ${problem ?? 'was not typed the same twice'}`);
    process.stderr.write(`That passphrase ${problem ?? 'was not typed the same twice'}.\n`);
  }
}

/** `the targets key 1234567 (docker.io/org/app)`, as notary shows it. */
function describe({ role, keyId, gun }: LockedKey): string {
  return `the ${role || 'unnamed'} key${keyId === undefined ? '' : ` ${keyId.slice(0, 7)}`}${gun === undefined ? '' : ` (${gun})`}`;
}

function readNamed(input: CommandInput): string | undefined {
  const [file, descriptor] = [optionValue(input, 'passphrase-file'), optionValue(input, 'passphrase-fd')];
  if (file === undefined && descriptor === undefined) return undefined;
  if (file !== undefined && descriptor !== undefined)
    throw new PratiqueError('USAGE', '--passphrase-file and --passphrase-fd were both given');
  const text =
    file === undefined ? readDescriptor(descriptor ?? '') : readBoundedFile(file, maxBytes, '--passphrase-file').toString('utf8');
  const [line = ''] = text.split(/\r?\n/);
  if (line !== '') return line;
  throw new PratiqueError('USAGE', `${file === undefined ? '--passphrase-fd' : '--passphrase-file'} gave no passphrase`);
}

function readDescriptor(text: string): string {
  const descriptor = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(descriptor, maxBytes);
  } catch (cause) {
    throw new PratiqueError('USAGE', `--passphrase-fd ${text.slice(0, 20)} cannot be read`, { cause, hint: '--passphrase-fd 3 3< FILE' });
  }
  if (bytes !== undefined) return bytes.toString('utf8');
  throw new PratiqueError('USAGE', `--passphrase-fd gave more than ${maxBytes} bytes`);
}
