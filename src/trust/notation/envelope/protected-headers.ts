import { VerificationError } from '../../../model/trust/verification-error.ts';
import { headerNames, type SignedAttributes, type SigningScheme } from './notation-envelope.ts';

/** Names in JWS, names and numbers in COSE. */
export type HeaderLabel = string | number;

export interface ProtectedHeaders {
  readonly values: ReadonlyMap<HeaderLabel, unknown>;
  readonly critical: readonly HeaderLabel[];
  /** Labels that the format itself defines and its decoder has read; they may not be marked critical. */
  readonly registered: ReadonlySet<HeaderLabel>;
  readonly readTime: (value: unknown, name: string) => Date;
}

/**
 * Reads what both formats have in common, signature-specification.md, signed attributes. Throws NOTATION_CRITICAL_UNKNOWN and
 * NOTATION_ATTRIBUTE_INVALID.
 */
export function readSignedAttributes(headers: ProtectedHeaders, what: string): SignedAttributes {
  checkCritical(headers, what);
  const signingScheme = readScheme(headers.values.get(headerNames.signingScheme), what);
  const signingTime = readSigningTime(headers, signingScheme, what);
  const expiry = readTimeOf(headers, headerNames.expiry);
  if (expiry !== undefined && expiry.getTime() <= signingTime.getTime())
    throw invalid(what, `it expires at ${expiry.toISOString()}, not after it was signed at ${signingTime.toISOString()}`);
  const plugin = readText(headers, headerNames.verificationPlugin, what);
  const pluginVersion = readText(headers, headerNames.verificationPluginMinVersion, what);
  return {
    signingScheme,
    signingTime,
    ...(expiry === undefined ? {} : { expiry }),
    ...(plugin === undefined ? {} : { verificationPlugin: plugin }),
    ...(pluginVersion === undefined ? {} : { verificationPluginMinimumVersion: pluginVersion }),
    extended: [...headers.values.keys()].filter((label) => !headers.registered.has(label) && !understood.has(label)).map(String),
  };
}

/** Attributes that the specification marks "(critical)". */
const alwaysCritical: readonly string[] = [
  headerNames.signingScheme,
  headerNames.authenticSigningTime,
  headerNames.expiry,
  headerNames.verificationPlugin,
  headerNames.verificationPluginMinVersion,
];

const understood: ReadonlySet<HeaderLabel> = new Set<HeaderLabel>([...alwaysCritical, headerNames.signingTime]);

function checkCritical({ values, critical, registered }: ProtectedHeaders, what: string): void {
  if (new Set(critical).size !== critical.length) throw invalid(what, 'an attribute is marked critical twice');
  for (const label of critical) {
    if (registered.has(label)) throw invalid(what, `${label} is of the format and may not be marked critical`);
    if (!values.has(label)) throw invalid(what, `${shown(label)} is marked critical and is not there`);
    if (!understood.has(label))
      throw new VerificationError('NOTATION_CRITICAL_UNKNOWN', what, `the critical attribute ${shown(label)} is not understood`);
  }
  const unmarked = alwaysCritical.find((label) => values.has(label) && !critical.includes(label));
  if (unmarked !== undefined) throw invalid(what, `${unmarked} is not marked critical`);
}

function readScheme(value: unknown, what: string): SigningScheme {
  if (value === 'notary.x509' || value === 'notary.x509.signingAuthority') return value;
  if (value === undefined) throw invalid(what, `${headerNames.signingScheme} is missing`);
  throw invalid(what, `the signing scheme ${shown(value)} is not one of the specification`);
}

/** Each scheme has its own time and may not have the other's; signing-scheme.md, signature creation. */
function readSigningTime(headers: ProtectedHeaders, scheme: SigningScheme, what: string): Date {
  const isAuthority = scheme === 'notary.x509.signingAuthority';
  const name = isAuthority ? headerNames.authenticSigningTime : headerNames.signingTime;
  const other = isAuthority ? headerNames.signingTime : headerNames.authenticSigningTime;
  if (headers.values.has(other)) throw invalid(what, `${other} does not belong to the scheme ${scheme}`);
  const time = readTimeOf(headers, name);
  if (time === undefined) throw invalid(what, `${name} is missing`);
  return time;
}

function readTimeOf({ values, readTime }: ProtectedHeaders, name: string): Date | undefined {
  return values.has(name) ? readTime(values.get(name), name) : undefined;
}

function readText({ values }: ProtectedHeaders, name: string, what: string): string | undefined {
  const value = values.get(name);
  if (!values.has(name)) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw invalid(what, `${name} is not a text`);
}

function invalid(what: string, message: string): VerificationError {
  return new VerificationError('NOTATION_ATTRIBUTE_INVALID', what, message);
}

function shown(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 80));
}
