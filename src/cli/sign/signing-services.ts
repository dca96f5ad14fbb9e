import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { selectServices, type SigningServices } from '../../trust/sigstore/sign/signing-config.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';

/** Sigstore's public good instance, where nothing else is named. */
const publicGood: SigningServices = {
  certificateAuthority: new URL('https://fulcio.sigstore.dev'),
  logs: [{ url: new URL('https://rekor.sigstore.dev'), majorApiVersion: 1 }],
  timestampAuthorities: [],
};

/**
 * The services that sign along: those that are named, else those of a signing config; for identity tokens else sigstore's own, which must be agreed to. By
 * key nothing is logged that was not asked for. Throws USAGE and CONFIG_INVALID.
 */
export function readSigningServices(
  input: CommandInput,
  given: { readonly isByKey: boolean; readonly cacheDirectory: string; readonly now: Date },
): SigningServices {
  const version: 1 | 2 = optionValue(input, 'transparency-log-version') === '2' ? 2 : 1;
  const logs = optionValues(input, 'transparency-log').map((text) => ({
    url: readUrl(text, 'transparency-log'),
    majorApiVersion: version,
  }));
  const authorities = optionValues(input, 'timestamp-authority').map((text) => readUrl(text, 'timestamp-authority'));
  const authority = optionValue(input, 'certificate-authority');
  const isNamed = logs.length > 0 || authorities.length > 0 || authority !== undefined;
  const base = isNamed ? { logs: [], timestampAuthorities: [] } : fallback(input, given);
  return {
    ...base,
    ...(logs.length === 0 ? {} : { logs }),
    ...(authorities.length === 0 ? {} : { timestampAuthorities: authorities }),
    ...(authority === undefined ? {} : { certificateAuthority: readUrl(authority, 'certificate-authority') }),
  };
}

function fallback(input: CommandInput, { isByKey, cacheDirectory, now }: Parameters<typeof readSigningServices>[1]): SigningServices {
  const named = optionValue(input, 'signing-config');
  if (named !== undefined) return selectServices(readConfig(named), now, named);
  if (isByKey) return { logs: [], timestampAuthorities: [] };
  if (!hasOption(input, 'yes'))
    throw new PratiqueError('USAGE', 'signing by identity publishes the identity in sigstore’s public log permanently', {
      hint: 'agree with --yes, name other services with --signing-config, or sign with --key',
    });
  const refreshed = join(cacheDirectory, 'sigstore', 'signing_config.json');
  return existsSync(refreshed) ? selectServices(readConfig(refreshed), now, refreshed) : publicGood;
}

function readConfig(path: string): Uint8Array {
  try {
    const bytes = readAtMost(path, limits.signingConfigBytes);
    if (bytes !== undefined) return bytes;
  } catch (cause) {
    throw new PratiqueError('CONFIG_INVALID', `the signing config ${path} cannot be read`, { cause });
  }
  throw new PratiqueError('CONFIG_INVALID', `the signing config ${path} has more than ${limits.signingConfigBytes} bytes`);
}

function readUrl(text: string, option: string): URL {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text);
  throw new PratiqueError('USAGE', `--${option}: ${JSON.stringify(text.slice(0, 120))} is not an http(s) URL`, {
    hint: 'such as https://service.example',
  });
}
