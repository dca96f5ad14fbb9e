import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { signingSettings } from '../../config/signing-settings.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDuration } from '../../lib/text/parse-duration.ts';
import { splitCertificates } from '../../trust/notation/certificate/split-certificates.ts';
import { parseCertificate } from '../../trust/notation/certificate/parse-certificate.ts';
import { NotationSigner } from '../../trust/notation/sign/notation-signer.ts';
import { type TimestampAuthority } from '../../trust/notation/sign/request-timestamp.ts';
import { signWithNotation } from '../../trust/notation/sign/sign-image.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readAnnotations } from './read-annotation.ts';
import { readPrivateKeyReference } from './read-key-reference.ts';
import { openSignTargets, writeStored } from './sign-targets.ts';
import { readPassphrase } from './signing-context.ts';

/** `pratique sign --scheme notation`: signs with a key and its certificates, and stores the envelopes as referrers. */
export async function runSignNotation(input: CommandInput, context: CommandContext): Promise<number> {
  refuseSigstoreOptions(input);
  const { output, runtime } = context;
  const metadata = readAnnotations(input);
  const expiresInMs = readExpiry(input);
  const timestampAuthority = readTimestampAuthority(input);
  const signer = await readSigner(input, runtime);
  const options = {
    signer,
    metadata,
    format: optionValue(input, 'envelope') === 'cose' ? ('cose' as const) : ('jws' as const),
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
    ...(timestampAuthority === undefined ? {} : { timestampAuthority }),
  };
  const [image = ''] = input.arguments;
  await using targets = await openSignTargets(image, input, context);
  const { repository } = targets.opened;
  for (const subject of targets.subjects) {
    const { place } = await signWithNotation({ ...options, repository, subject }, runtime);
    await writeStored([{ subject: subject.digest, place, kind: 'notation' }], targets.name, input, context);
  }
  output.note(`pratique: signed by ${signer.chain[0].subject.text}`);
  return 0;
}

async function readSigner(input: CommandInput, { log, now }: Runtime): Promise<NotationSigner> {
  const [keyFile, chainFile] = [optionValue(input, 'key'), optionValue(input, 'certificate-chain')];
  if (keyFile === undefined || chainFile === undefined)
    throw new PratiqueError('USAGE', 'Notation signs with a key and its certificates', {
      hint: 'give --key FILE and --certificate-chain FILE',
    });
  const key = readPrivateKeyReference(keyFile, '--key', log);
  const certificates = readBoundedFile(chainFile, limits.notationStoreFileBytes, '--certificate-chain');
  const passphrase = key.includes('ENCRYPTED') ? await readPassphrase(input, keyFile, signingSettings(), { log }) : undefined;
  return new NotationSigner({ key, certificates, ...(passphrase === undefined ? {} : { passphrase }) }, now());
}

function readExpiry(input: CommandInput): number | undefined {
  const text = optionValue(input, 'expires-in');
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new PratiqueError('USAGE', `--expires-in: ${JSON.stringify(text.slice(0, 40))} is not a duration`, {
    hint: 'such as 90d, 24h or 1h30m',
  });
}

function readTimestampAuthority(input: CommandInput): TimestampAuthority | undefined {
  const [text, other] = optionValues(input, 'timestamp-authority');
  if (text === undefined) return undefined;
  const file = optionValue(input, 'timestamp-root');
  if (other !== undefined || file === undefined)
    throw new PratiqueError('USAGE', 'Notation takes one timestamp authority, and its root certificates', {
      hint: 'give one --timestamp-authority and --timestamp-root FILE',
    });
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new PratiqueError('USAGE', `--timestamp-authority: ${JSON.stringify(text.slice(0, 120))} is not a URL`);
  const parts = splitCertificates(readBoundedFile(file, limits.notationStoreFileBytes, '--timestamp-root')) ?? [];
  if (parts.length === 0) throw new PratiqueError('USAGE', `--timestamp-root: ${file} holds no certificate in PEM or DER`);
  return { url: new URL(text), roots: parts.map((der) => parseCertificate(der, file)), proxy: readProxySettings() };
}

/** What would be passed over silently. */
function refuseSigstoreOptions(input: CommandInput): void {
  const option = [
    'identity-token-file',
    'signing-config',
    'certificate-authority',
    'transparency-log',
    'format',
    'layout',
    'trusted-root',
  ].find((name) => hasOption(input, name));
  if (option !== undefined)
    throw new PratiqueError('USAGE', `--${option} is of sigstore`, { hint: 'leave it out, or sign with --scheme sigstore' });
}
