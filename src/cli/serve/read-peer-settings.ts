import { clairKey } from '../../config/server-settings.ts';
import { classifyHost } from '../../lib/http/address-class.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { peerApis, type PeerSettings } from '../../server/peer/peer-settings.ts';
import { hasOption, optionValue, type CommandInput } from '../command.ts';

/** Shorter keys can be guessed: RFC 7518, 3.2, asks for as many bytes as the hash has; Clair's documentation makes 32. */
const leastKeyBytes = 16;

/** Which APIs of other scanners are served, and to whom. Throws USAGE. */
export function readPeerSettings(input: CommandInput, host: string): PeerSettings {
  const names = listOf(input, 'apis');
  const isNone = names?.join() === 'none';
  const unknown = isNone ? undefined : names?.find((name) => !peerApis.some((id) => id === name));
  if (unknown !== undefined)
    throw new PratiqueError('USAGE', `--apis: ${JSON.stringify(unknown.slice(0, 80))} is not one of ${peerApis.join(', ')}`);
  const isOpen = hasOption(input, 'clair-open');
  if (isOpen && classifyHost(host) !== 'loopback')
    throw new PratiqueError('USAGE', '--clair-open needs a --listen address on this machine: others could use the server without a token', {
      hint: 'listen on 127.0.0.1, or set PRATIQUE_CLAIR_KEY',
    });
  const key = readKey();
  return {
    apis: isNone ? [] : peerApis.filter((id) => names?.includes(id) ?? true),
    clair: { ...(key === undefined ? {} : { key }), issuers: listOf(input, 'clair-issuers') ?? ['quay', 'clairctl'], isOpen },
  };
}

function listOf(input: CommandInput, name: string): readonly string[] | undefined {
  return optionValue(input, name)
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function readKey(): Buffer | undefined {
  const text = clairKey();
  if (text === undefined) return undefined;
  const key = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || key.length < leastKeyBytes)
    throw new PratiqueError('USAGE', `PRATIQUE_CLAIR_KEY is not a key: at least ${leastKeyBytes} bytes in base64`, {
      hint: 'make one with "openssl rand -base64 32", and give Clair’s clients the same',
    });
  return key;
}
