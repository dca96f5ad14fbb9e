import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readMap, readObject, readString } from '../../../lib/json/json-readers.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { parseEnvelopeJson } from '../envelope/parse-envelope-json.ts';
import { areOverlapping, parseIdentity, type TrustedIdentity } from './trusted-identity.ts';
import { type NotationTrustPolicy, type NotationPolicyStatement, type TrustStoreName, trustStoreTypes } from './notation-trust-policy.ts';
import {
  allowedOverrides,
  type CheckAction,
  type CheckActions,
  levelActions,
  type LevelName,
  type NotationCheck,
} from './verification-level.ts';

/** Notary Project, trust-store-trust-policy.md, trust policy properties. A member that is not understood is refused. Throws NOTATION_POLICY_INVALID. */
export function decodeNotationTrustPolicy(bytes: Uint8Array, source: string): NotationTrustPolicy {
  return refuseFaults(source, () => {
    const document = readObject(parseEnvelopeJson(bytes, { maxBytes: limits.notationPolicyBytes, maxDepth: 8 }), 'the trust policy');
    refuseOthers(document, ['version', 'trustPolicies'], 'the trust policy');
    const version = readString(field(document, 'version'), 'version');
    if (version !== '1.0') throw fault(`version is ${JSON.stringify(version.slice(0, 20))}, not "1.0"`);
    const values = field(document, 'trustPolicies');
    if (Array.isArray(values) && values.length > limits.notationPolicyStatements)
      throw fault(`has more than ${limits.notationPolicyStatements} statements`);
    const statements = readArray(values, 'trustPolicies', readStatement);
    if (statements.length === 0) throw fault('trustPolicies has no statement');
    refuseRepeated(
      statements.map(({ name }) => name),
      'two statements have the name',
    );
    refuseRepeated(
      statements.flatMap(({ registryScopes }) => registryScopes),
      'two statements, or one twice, have the scope',
    );
    return { statements, source };
  });
}

/** One statement as JSON has it, for policies that come from elsewhere than a Notation document. Throws NOTATION_POLICY_INVALID. */
export function decodeNotationPolicyStatement(value: unknown, source: string): NotationPolicyStatement {
  return refuseFaults(source, () => readStatement(value, 'the statement'));
}

function readStatement(value: unknown, what: string): NotationPolicyStatement {
  const object = readObject(value, what);
  refuseOthers(object, ['name', 'registryScopes', 'signatureVerification', 'trustStores', 'trustedIdentities'], what);
  const name = readString(field(object, 'name'), `${what}.name`);
  if (name.trim() === '') throw fault(`${what}.name is empty`);
  const named = `${what} (${name.slice(0, 80)})`;
  const verification = readVerification(field(object, 'signatureVerification'), `${named}.signatureVerification`);
  const trustStores = optional(field(object, 'trustStores'), `${named}.trustStores`, readStores) ?? [];
  const identities = optional(field(object, 'trustedIdentities'), `${named}.trustedIdentities`, readIdentities);
  const isSkip = verification.level === 'skip';
  if (isSkip && (trustStores.length > 0 || identities !== undefined))
    throw fault(`${named} skips verification, and names trust stores or identities`);
  if (!isSkip && (!trustStores.some(({ type }) => type !== 'tsa') || identities === undefined))
    throw fault(`${named} needs a trust store of type ca or signingAuthority, and trusted identities`);
  const registryScopes = readScopes(field(object, 'registryScopes'), `${named}.registryScopes`);
  if (isSkip && registryScopes.includes('*')) throw fault(`${named} skips verification for every registry`);
  return { name, registryScopes, ...verification, trustStores, trustedIdentities: identities ?? [] };
}

function readVerification(value: unknown, what: string): Pick<NotationPolicyStatement, 'level' | 'actions' | 'verifyTimestamp'> {
  const object = readObject(value, what);
  refuseOthers(object, ['level', 'override', 'verifyTimestamp'], what);
  const level = readOneOf(field(object, 'level'), `${what}.level`, Object.keys(levelActions) as LevelName[]);
  const override =
    optional(field(object, 'override'), `${what}.override`, (map, name) => readMap(map, name, readString)) ?? new Map<string, string>();
  if (level === 'skip' && override.size > 0) throw fault(`${what}: the level skip cannot be overridden`);
  const verifyTimestamp = optional(field(object, 'verifyTimestamp'), `${what}.verifyTimestamp`, (text, name) =>
    readOneOf(text, name, ['always', 'afterCertExpiry'] as const),
  );
  return { level, actions: overrideActions(levelActions[level], override, what), verifyTimestamp: verifyTimestamp ?? 'always' };
}

function overrideActions(actions: CheckActions, override: ReadonlyMap<string, string>, what: string): CheckActions {
  const result: Record<NotationCheck, CheckAction> = { ...actions };
  for (const [key, action] of override) {
    const check = readOneOf(key, `${what}.override`, Object.keys(allowedOverrides) as NotationCheck[]);
    result[check] = readOneOf(action, `${what}.override.${check}`, allowedOverrides[check]);
  }
  return result;
}

/** "When a TSA is used, the format `ca:acme-rockets,tsa:acme-tsa` is supported": one text may name several stores. */
function readStores(value: unknown, what: string): readonly TrustStoreName[] {
  const texts = readArray(value, what, readString).flatMap((text) => text.split(','));
  refuseRepeated(texts, `${what} has a store twice:`);
  return texts.map((text) => {
    const [type, name = '', ...others] = text.trim().split(':');
    // The name becomes part of a path.
    if (others.length > 0 || !/^[A-Za-z0-9_.-]+$/.test(name) || /^\.+$/.test(name))
      throw fault(`${what}: ${JSON.stringify(text.slice(0, 80))} is not TYPE:NAME with a name of letters, digits, _, . and -`);
    return { type: readOneOf(type, what, trustStoreTypes), name };
  });
}

/** Identities of other kinds are for plugins: they match nothing here. */
function readIdentities(value: unknown, what: string): 'any' | readonly TrustedIdentity[] {
  const texts = readArray(value, what, readString);
  if (texts.length === 0) throw fault(`${what} is empty`);
  if (texts.includes('*')) {
    if (texts.length > 1) throw fault(`${what} has "*" beside others`);
    return 'any';
  }
  const withoutKind = texts.find((text) => !/^[A-Za-z][\w.-]*:./.test(text));
  if (withoutKind !== undefined) throw fault(`${what}: ${JSON.stringify(withoutKind.slice(0, 80))} is not KIND:VALUE`);
  const identities = texts
    .filter((text) => text.startsWith(subjectPrefix))
    .map((text) => parseIdentity(text.slice(subjectPrefix.length), what));
  identities.forEach((identity, index) => {
    const overlapping = identities.slice(index + 1).find((other) => areOverlapping(identity, other));
    if (overlapping !== undefined) throw fault(`${what}: one subject could be both ${identity.text} and ${overlapping.text}`);
  });
  return identities;
}

const subjectPrefix = 'x509.subject:';

function readScopes(value: unknown, what: string): readonly string[] {
  const scopes = readArray(value, what, readString);
  if (scopes.length === 0) throw fault(`${what} is empty`);
  if (scopes.includes('*') && scopes.length > 1) throw fault(`${what} has "*" beside others`);
  const wrong = scopes.find((scope) => scope !== '*' && !scopePattern.test(scope));
  if (wrong !== undefined) throw fault(`${what}: ${JSON.stringify(wrong.slice(0, 120))} is not registry/repository`);
  return scopes;
}

/** Registry and repository in full, with no tag, digest or pattern; OCI distribution specification, and Docker's grammar of host names. */
const scopePattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+$/;

function readOneOf<T extends string>(value: unknown, what: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw fault(`${what} is ${typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : 'missing'}, not one of ${allowed.join(', ')}`);
}

function refuseOthers(object: JsonObject, known: readonly string[], what: string): void {
  const other = Object.keys(object).find((key) => !known.includes(key));
  if (other !== undefined) throw fault(`${what} has ${JSON.stringify(other.slice(0, 80))}, which the specification does not have`);
}

function refuseRepeated(texts: readonly string[], what: string): void {
  const repeated = texts.find((text, index) => texts.indexOf(text) !== index);
  if (repeated !== undefined) throw fault(`${what} ${repeated.slice(0, 120)}`);
}

function refuseFaults<T>(source: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new VerificationError('NOTATION_POLICY_INVALID', source, cause.message, { cause });
  }
}

function fault(message: string): JsonError {
  return new JsonError('type', message);
}
