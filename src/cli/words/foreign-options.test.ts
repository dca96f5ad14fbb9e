import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command } from '../command.ts';
import { attestCommand } from '../sign/attest-command.ts';
import { signCommand } from '../sign/sign-command.ts';
import { verifyAttestationCommand } from '../verify/verify-attestation-command.ts';
import { verifyCommand } from '../verify/verify-command.ts';
import { foreignOptions } from './foreign-options.ts';
import { parseWords } from './parse.ts';
import { readWords } from './read-words.ts';

const commands = { sign: signCommand, verify: verifyCommand, attest: attestCommand, 'verify-attestation': verifyAttestationCommand };

const registryFlags =
  '--allow-http-registry --allow-insecure-registry --attachment-tag-prefix --k8s-keychain --output-file --registry-cacert --registry-client-cert ' +
  '--registry-client-key --registry-password --registry-server-name --registry-token --registry-username --sk --slot --timeout --verbose -d --key --trusted-root';
const signingFlags =
  '--bundle --certificate --certificate-chain --fulcio-auth-flow --fulcio-url --identity-token --insecure-skip-verify --issue-certificate --new-bundle-format ' +
  '--oidc-client-id --oidc-client-secret-file --oidc-disable-ambient-providers --oidc-issuer --oidc-provider --oidc-redirect-url --record-creation-timestamp --rekor-url ' +
  '--signing-config --timestamp-client-cacert --timestamp-client-cert --timestamp-client-key --timestamp-server-name --timestamp-server-url --tlog-upload --use-signing-config --yes -y';
const verifyingFlags =
  '--allow-certificate-chain --ca-intermediates --ca-roots --certificate --certificate-chain --certificate-github-workflow-name --certificate-github-workflow-ref ' +
  '--certificate-github-workflow-repository --certificate-github-workflow-sha --certificate-github-workflow-trigger --certificate-identity --certificate-identity-regexp ' +
  '--certificate-oidc-issuer --certificate-oidc-issuer-regexp --check-claims --experimental-oci11 --insecure-ignore-sct --insecure-ignore-tlog --local-image --max-workers ' +
  '--new-bundle-format --offline --output -o --private-infrastructure --rekor-url --sct --signature-digest-algorithm --timestamp-certificate-chain --use-signed-timestamps';

/** Every flag in the help of cosign 2.6 and 3.1 and of notation 2. */
const flags: Readonly<Record<keyof typeof commands, string>> = {
  sign:
    `${registryFlags} ${signingFlags} --annotations -a --attachment --output-certificate --output-payload --output-signature --payload --recursive -r ` +
    '--registry-referrers-mode --sign-container-identity --upload -t --debug --expiry -e --force-referrers-tag --id --insecure-registry -k -m --user-metadata --password -p ' +
    '--plugin --plugin-config --signature-format --timestamp-root-cert --timestamp-url -u --username --oci-layout',
  verify:
    `${registryFlags} ${verifyingFlags} --annotations -a --attachment --payload --signature -t --debug --insecure-registry -m --user-metadata --max-signatures ` +
    '--oci-layout --scope --password -p --plugin-config -u --username',
  attest: `${registryFlags} ${signingFlags} --no-upload --predicate --rekor-entry-type --replace --statement --type`,
  'verify-attestation': `${registryFlags} ${verifyingFlags} --policy --type`,
};

function namesOf(command: Command): ReadonlySet<string> {
  const names = command.options.flatMap(({ name, short, aliases = [] }) => [
    name,
    ...(short === undefined ? [] : [short]),
    ...aliases.map((alias) => alias.name),
  ]);
  return new Set([...names, 'verbose', 'v'].map((name) => `${name.length === 1 ? '-' : '--'}${name}`));
}

describe('flags of cosign and notation', () => {
  it.each(Object.entries(commands))('of %s are all known', (name, command) => {
    const known = namesOf(command);
    expect(flags[name as keyof typeof commands].split(' ').filter((flag) => !known.has(flag))).toEqual([]);
  });

  it.each(Object.entries(commands))('of %s are unique and lead to options that there are', (name, command) => {
    const names = command.options.flatMap((option) => [
      option.name,
      ...(option.short === undefined ? [] : [option.short]),
      ...(option.aliases ?? []).map((alias) => alias.name),
    ]);
    expect(names.filter((each, at) => names.indexOf(each) !== at)).toEqual([]);
    const rows = foreignOptions.filter(({ on }) => on.includes(name as keyof typeof commands));
    const lost = rows.filter(({ same }) => same !== undefined && !command.options.some((option) => option.name === same));
    expect(lost).toEqual([]);
  });

  it('each say one thing: another name, a note, or what to use instead', () => {
    const unclear = foreignOptions.filter(
      ({ same, note, instead }) => (same === undefined && note === undefined) === (instead === undefined),
    );
    expect(unclear).toEqual([]);
  });
});

function parse(command: keyof typeof commands, words: string): unknown {
  try {
    const parsed = readWords(commands[command], words.split(' ')) ?? parseWords(commands[command], words.split(' '));
    return Object.fromEntries(parsed.options);
  } catch (error) {
    if (error instanceof PratiqueError) return `${error.message}; ${error.hint}`;
    throw error;
  }
}

describe('are read', () => {
  it.each<[keyof typeof commands, string, unknown]>([
    [
      'sign',
      '-r --annotations a=b -m c=d I',
      { 'all-platforms': [''], r: [''], annotation: ['a=b', 'c=d'], annotations: ['a=b'], m: ['c=d'] },
    ],
    ['sign', '--recursive=true I', { 'all-platforms': [''], recursive: [''] }],
    ['sign', '--recursive=false --tlog-upload=false --new-bundle-format=true I', { 'new-bundle-format': [''] }],
    ['sign', '--new-bundle-format=false I', 'sign: --new-bundle-format=false is not supported; use --format simple-signing'],
    ['attest', '--new-bundle-format=false I', 'attest: --new-bundle-format=false is not supported; use --format envelope'],
    [
      'sign',
      '--tlog-upload=true I',
      'sign: --tlog-upload is not supported; use --transparency-log URL: with --key nothing is logged unless a log is named',
    ],
    ['sign', '--sk I', 'sign: --sk is not supported; use a key file; security keys are not supported'],
    ['sign', '-d I', 'sign: -d is not supported; use --verbose'],
    ['sign', '--signature-format cose -e 24h I', { envelope: ['cose'], 'signature-format': ['cose'], 'expires-in': ['24h'], e: ['24h'] }],
    ['sign', '--signature-format xml I', '--envelope cannot be "xml"; use one of jws, cose'],
    ['verify', '-o json --max-workers 3 I', { format: ['json'], o: ['json'], 'max-workers': ['3'] }],
    ['verify', '--output text I', '--format cannot be "text"; use one of table, json'],
    ['verify', '--insecure-ignore-tlog I', { 'insecure-ignore-tlog': [''] }],
    ['verify', '--insecure-ignore-tlog=false I', 'verify: --insecure-ignore-tlog=false is not supported; use --require-transparency-log'],
    ['verify', '--certificate-identity-regexp x.* I', { 'certificate-identity-pattern': ['x.*'], 'certificate-identity-regexp': ['x.*'] }],
    ['verify', '--registry-token x I', 'verify: --registry-token is not supported; use docker login, or --username and --password-stdin'],
    ['verify-attestation', '--check-claims=true -o json I', { 'check-claims': [''], format: ['json'], o: ['json'] }],
  ])('%s %s', (command, words, expected) => {
    expect(parse(command, words)).toEqual(expected);
  });
});
