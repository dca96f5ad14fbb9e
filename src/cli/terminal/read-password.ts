import { PratiqueError } from '../../model/pratique-error.ts';
import { hasOption, optionValue, type CommandInput, type Output } from '../command.ts';

/** A password has no use for more: bytes. */
const maxPasswordBytes = 64 * 1024;

/** From standard input or, with a warning, from the command line; `undefined` if neither was given. Throws USAGE. */
export async function readPassword(input: CommandInput, output: Output): Promise<string | undefined> {
  const typed = optionValue(input, 'password');
  if (!hasOption(input, 'password-stdin')) {
    if (typed !== undefined) output.warn('pratique: --password shows the password to everyone on this machine; try: --password-stdin');
    return typed;
  }
  if (typed !== undefined)
    throw new PratiqueError('USAGE', '--password and --password-stdin were both given', { hint: 'give only --password-stdin' });
  const password = (await readStandardInput()).replace(/\r?\n$/, '');
  if (password === '')
    throw new PratiqueError('USAGE', '--password-stdin found nothing on standard input', { hint: 'pipe the password in' });
  return password;
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxPasswordBytes)
      throw new PratiqueError('USAGE', `--password-stdin found more than ${maxPasswordBytes} bytes on standard input`, {
        hint: 'pipe the password in, and nothing else',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
