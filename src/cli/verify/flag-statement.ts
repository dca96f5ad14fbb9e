import { PratiqueError } from '../../model/pratique-error.ts';
import { type TrustScheme } from '../../model/trust/trust-verdict.ts';
import { type CertificateExtensionName } from '../../trust/sigstore/certificate/certificate-extensions.ts';
import { everyImage } from '../../trust/verdict/policy/image-pattern.ts';
import { parseTextPattern, PatternError, type TextPattern } from '../../trust/verdict/policy/text-pattern.ts';
import { type NotaryTerms, type SigstoreIdentity, type TrustPolicy, type TrustStatement } from '../../trust/verdict/policy/trust-policy.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';
import { readPublicKeyReference } from '../sign/read-key-reference.ts';
import { workflowOptions } from './verify-options.ts';

const schemes: readonly TrustScheme[] = ['notary', 'sigstore', 'notation'];

/** Throws USAGE. `undefined` when `--scheme` was not given. */
export function readSchemes(input: CommandInput): ReadonlySet<TrustScheme> | undefined {
  const words = optionValues(input, 'scheme')
    .flatMap((list) => list.split(','))
    .map((word) => word.trim());
  if (words.length === 0) return undefined;
  const wrong = words.find((word) => !schemes.some((scheme) => scheme === word));
  if (wrong !== undefined)
    throw new PratiqueError('USAGE', `--scheme: ${JSON.stringify(wrong.slice(0, 40))} is not one`, { hint: schemes.join(', ') });
  return new Set(schemes.filter((scheme) => words.includes(scheme)));
}

/** What is not said by an option: whether Docker's variable asks for Notary, and whether a root may be trusted at first sight. */
export interface FlagDefaults {
  readonly isContentTrustEnabled: boolean;
  readonly allowsFirstUse: boolean;
  readonly hasPolicyFile: boolean;
}

/** A policy of one statement for this run, where options make one; `undefined` leaves it to the policy file. Throws USAGE. */
export function readFlagPolicy(input: CommandInput, defaults: FlagDefaults): TrustPolicy | undefined {
  const identities = readIdentities(input);
  const asked = readSchemes(input);
  const rootKeyIds = optionValues(input, 'root-key').map(readKeyId);
  const isByFlags = identities.length > 0 || rootKeyIds.length > 0;
  if (!isByFlags && defaults.hasPolicyFile) return undefined;
  const isNotary =
    rootKeyIds.length > 0 || asked?.has('notary') === true || (asked === undefined && !isByFlags && defaults.isContentTrustEnabled);
  const isNotation = asked?.has('notation') === true;
  if (identities.length === 0 && !isNotary && !isNotation) return undefined;
  const notary: NotaryTerms = { rootKeyIds, firstUse: defaults.allowsFirstUse && rootKeyIds.length === 0 };
  const statement: TrustStatement = {
    images: [everyImage(describeFlags(input, isNotary))],
    action: 'enforce',
    // A signer that is named beside another scheme must have signed: a pin adds to a key and never replaces it.
    require: isByFlags ? 'all' : 'any',
    threshold: readThreshold(input),
    ...(identities.length === 0
      ? {}
      : {
          sigstore: {
            identities,
            transparencyLog: hasOption(input, 'require-transparency-log') ? 'required' : 'optional',
            copiedFrom: [],
            annotations: new Map(),
          },
        }),
    ...(isNotary ? { notary } : {}),
    ...(isNotation ? { notation: { metadata: new Map(), policy: { kind: 'file' } } } : {}),
    attestations: [],
  };
  return { statements: [statement], copies: [] };
}

function readIdentities(input: CommandInput): readonly SigstoreIdentity[] {
  const keys = optionValues(input, 'key').map((text): SigstoreIdentity => ({ kind: 'key', key: readPublicKeyReference(text, '--key') }));
  const exact = optionValues(input, 'certificate-identity').map((text): TextPattern => ({
    kind: 'exact',
    text: notEmpty(text, 'certificate-identity'),
  }));
  const patterns = optionValues(input, 'certificate-identity-pattern').map((source) =>
    readPattern(source, 'certificate-identity-pattern', hasOption(input, 'allow-any-identity')),
  );
  const subjects = [...exact, ...patterns];
  const issuer = readIssuer(input);
  const extensions = readWorkflowClaims(input);
  if (subjects.length === 0 && issuer === undefined && extensions.size === 0) return keys;
  if (issuer === undefined || subjects.length === 0)
    throw new PratiqueError(
      'USAGE',
      issuer === undefined ? 'an identity is given without its issuer' : 'an issuer is given without an identity',
      {
        hint: 'give both --certificate-identity and --certificate-oidc-issuer',
      },
    );
  return [...keys, ...subjects.map((subject): SigstoreIdentity => ({ kind: 'certificate', issuer, subject, extensions }))];
}

function readIssuer(input: CommandInput): TextPattern | undefined {
  const [exact, pattern] = [optionValue(input, 'certificate-oidc-issuer'), optionValue(input, 'certificate-oidc-issuer-pattern')];
  if (exact !== undefined && pattern !== undefined)
    throw new PratiqueError('USAGE', '--certificate-oidc-issuer and --certificate-oidc-issuer-pattern were both given', {
      hint: 'give one of them',
    });
  if (exact !== undefined) return { kind: 'exact', text: notEmpty(exact, 'certificate-oidc-issuer') };
  return pattern === undefined
    ? undefined
    : readPattern(pattern, 'certificate-oidc-issuer-pattern', hasOption(input, 'allow-any-identity'));
}

function readWorkflowClaims(input: CommandInput): ReadonlyMap<CertificateExtensionName, string> {
  const claims = Object.entries(workflowOptions).flatMap(([option, claim]) => {
    const text = optionValue(input, option);
    return text === undefined ? [] : [[claim, notEmpty(text, option)] as const];
  });
  return new Map(claims);
}

function readPattern(source: string, option: string, isWideAllowed: boolean): TextPattern {
  try {
    return parseTextPattern(`~${source}`, { isWideAllowed });
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new PratiqueError('USAGE', `--${option} ${JSON.stringify(source.slice(0, 80))} ${error.message}`, {
      hint: 'write out the host and the owner, or pass --allow-any-identity',
    });
  }
}

function notEmpty(text: string, option: string): string {
  if (text !== '') return text;
  throw new PratiqueError('USAGE', `--${option} is empty`, { hint: 'check the variable it comes from' });
}

function readKeyId(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new PratiqueError('USAGE', `--root-key: ${JSON.stringify(text.slice(0, 80))} is not a key ID`, {
    hint: '64 hexadecimal digits, lower case',
  });
}

/** `--threshold`, by default 1. Throws USAGE. */
export function readThreshold(input: CommandInput): number {
  const text = optionValue(input, 'threshold') ?? '1';
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= 100) return count;
  throw new PratiqueError('USAGE', `--threshold: ${JSON.stringify(text.slice(0, 40))} is not a number from 1 to 100`, {
    hint: 'such as 2',
  });
}

/** What the verdict calls the policy. */
function describeFlags(input: CommandInput, isNotary: boolean): string {
  const named = [
    'key',
    'certificate-identity',
    'certificate-identity-pattern',
    'certificate-oidc-issuer',
    'certificate-oidc-issuer-pattern',
    ...Object.keys(workflowOptions),
    'root-key',
    'scheme',
  ];
  const words = named.flatMap((name) => optionValues(input, name).map((value) => `--${name} ${value}`));
  return words.length === 0 && isNotary ? 'DOCKER_CONTENT_TRUST' : words.join(' ');
}
