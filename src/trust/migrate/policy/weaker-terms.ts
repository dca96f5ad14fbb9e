import { isDeepStrictEqual } from 'node:util';
import { type TrustAction, type TrustScheme } from '../../../model/trust/trust-verdict.ts';
import {
  type NotaryTerms,
  type NotationStatementTerms,
  type NotationTerms,
  schemesOf,
  type SigstoreIdentity,
  type SigstoreTerms,
  type TrustStatement,
} from '../../verdict/policy/trust-policy.ts';
import { keyContent } from './same-key.ts';

/** What a statement does that the one that replaces it would not do, as "it …"; `undefined` when the other is as strict. */
type Comparison<T> = (before: T, after: T) => string | undefined;

/** One comparison for each term. A term that is added to the policy does not compile until it is compared here. */
type Comparisons<T> = { readonly [Term in keyof T]-?: Comparison<T> };

const strictness: Readonly<Record<TrustAction, number>> = { ignore: 0, warn: 1, enforce: 2, forbid: 3 };

const sigstoreComparisons: Comparisons<SigstoreTerms> = {
  identities: (before, after) => lost(isWithin(after.identities.map(normalize), before.identities.map(normalize)), 'trusts fewer or other sigstore identities'),
  trustedRoot: (before, after) => lost(isDeepStrictEqual(before.trustedRoot, after.trustedRoot), 'names another trustedRoot'),
  transparencyLog: (before, after) => lost(before.transparencyLog === 'optional' || after.transparencyLog === 'required', 'requires transparencyLog'),
  copiedFrom: (before, after) => lost(isWithin(after.copiedFrom, before.copiedFrom), 'accepts signatures under fewer names (copiedFrom)'),
  annotations: (before, after) => lost(isWithin([...before.annotations], [...after.annotations]), 'requires annotations'),
}; // prettier-ignore

const notaryComparisons: Comparisons<NotaryTerms> = {
  server: (before, after) => lost(before.server === after.server, 'names another notary server'),
  rootKeyIds: (before, after) => lost(before.rootKeyIds.length === 0 || (after.rootKeyIds.length > 0 && isWithin(after.rootKeyIds, before.rootKeyIds)), 'pins fewer or other rootKeys'),
  authority: (before, after) => lost(before.authority === after.authority, 'names another authority of the root'),
  firstUse: (before, after) => lost(before.firstUse || !after.firstUse, 'trusts no root on first use'),
  roles: (before, after) => lost(isDeepStrictEqual(before.roles, after.roles), 'names other roles'),
  signers: (before, after) => lost(before.signers === undefined || (after.signers !== undefined && isWithin(after.signers, before.signers)), 'names signers'),
}; // prettier-ignore

const levels: Readonly<Record<NotationStatementTerms['level'], number>> = { audit: 0, permissive: 1, strict: 2 };

const notationStatementComparisons: Comparisons<NotationStatementTerms> = {
  level: (before, after) => lost(levels[after.level] >= levels[before.level], `has the level ${before.level}`),
  overrides: (before, after) => lost(isDeepStrictEqual(before.overrides, after.overrides), 'has other overrides'),
  trustStores: (before, after) => lost(isWithin(after.trustStores, before.trustStores), 'names fewer or other trustStores'),
  trustedIdentities: (before, after) => lost(isWithin(after.trustedIdentities, before.trustedIdentities), 'names fewer or other trustedIdentities'),
}; // prettier-ignore

const notationComparisons: Comparisons<NotationTerms> = {
  metadata: (before, after) => lost(isWithin([...before.metadata], [...after.metadata]), 'requires metadata'),
  directory: (before, after) => lost(before.directory === after.directory, 'names another directory'),
  policy: (before, after) =>
    before.policy.kind === 'inline' && after.policy.kind === 'inline'
      ? firstLoss(notationStatementComparisons, before.policy, after.policy)
      : lost(isDeepStrictEqual(before.policy, after.policy), 'has another Notation trustPolicy'),
};

/** Schemes are compared by what a statement demands of them: `any` demands one of them, `all` each. */
const statementComparisons: Comparisons<TrustStatement> = {
  images: () => undefined,
  action: (before, after) => lost(strictness[after.action] >= strictness[before.action], `has the action ${before.action}`),
  require: (before, after) =>
    lost(schemesOf(before).length === 0 || !isAll(before) || isAll(after), 'is not satisfied by one of several schemes'),
  threshold: (before, after) => lost(after.threshold >= before.threshold, `sets threshold: ${before.threshold}`),
  maxAgeMs: (before, after) => lost(before.maxAgeMs === undefined || (after.maxAgeMs ?? Infinity) <= before.maxAgeMs, 'sets maxAge'),
  sigstore: (before, after) => schemeLoss('sigstore', before, after),
  notary: (before, after) => schemeLoss('notary', before, after),
  notation: (before, after) => schemeLoss('notation', before, after),
  attestations: (before, after) => lost(isWithin(before.attestations, after.attestations), 'requires attestations'),
};

/** For the test, which has a case for each. */
export const comparedTerms: readonly string[] = [
  ...Object.keys(statementComparisons),
  ...Object.keys(sigstoreComparisons).map((term) => `sigstore.${term}`),
  ...Object.keys(notaryComparisons).map((term) => `notary.${term}`),
  ...Object.keys(notationComparisons).map((term) => `notation.${term}`),
  ...Object.keys(notationStatementComparisons).map((term) => `notation.policy.${term}`),
];

/**
 * What `before` demands and `after` does not, for messages such as "it requires attestations"; empty when whatever `after` trusts, `before` trusts too.
 * What cannot be compared, such as a key at a URL with a key as text, counts as weaker.
 */
export function weakerTerms(before: TrustStatement, after: TrustStatement): readonly string[] {
  // What is only reported is not required.
  if (strictness[before.action] < strictness.enforce) return [];
  return Object.values(statementComparisons).flatMap((compare) => compare(before, after) ?? []);
}

/** Of `any` of several schemes, one that `after` demands without a loss is enough. */
function schemeLoss(scheme: TrustScheme, before: TrustStatement, after: TrustStatement): string | undefined {
  if (isAll(before)) return ownLoss(scheme, before, after);
  const [demanded, named] = [schemesOf(before), schemesOf(after)];
  const isKept = (each: TrustScheme): boolean => before[each] !== undefined && ownLoss(each, before, after) === undefined;
  const isEnough = isAll(after) ? demanded.some((each) => after[each] !== undefined && isKept(each)) : named.every(isKept);
  return lost(isEnough || scheme !== demanded[0], `requires ${demanded.join(' or ')} signatures of other signers`);
}

function ownLoss(scheme: TrustScheme, before: TrustStatement, after: TrustStatement): string | undefined {
  if (before[scheme] === undefined) return undefined;
  if (after[scheme] === undefined) return `requires ${scheme} signatures`;
  if (scheme === 'sigstore') return firstLoss(sigstoreComparisons, before.sigstore!, after.sigstore!);
  if (scheme === 'notary') return firstLoss(notaryComparisons, before.notary!, after.notary!);
  return firstLoss(notationComparisons, before.notation!, after.notation!);
}

function firstLoss<T extends object>(comparisons: Comparisons<T>, before: T, after: T): string | undefined {
  return Object.values<Comparison<T>>(comparisons).flatMap((compare) => compare(before, after) ?? [])[0];
}

function isAll(statement: TrustStatement): boolean {
  return statement.require === 'all' || schemesOf(statement).length < 2;
}

function isWithin(some: readonly unknown[], all: readonly unknown[]): boolean {
  return some.every((one) => all.some((other) => isDeepStrictEqual(one, other)));
}

function normalize(identity: SigstoreIdentity): unknown {
  return identity.kind === 'key' && identity.key.kind === 'inline' ? keyContent(identity.key.pem) : plain(identity);
}

/** Compiled patterns are compared by their text: two of them are never the same function. */
function plain(value: unknown): unknown {
  return JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? [...each] : each));
}

function lost(isKept: boolean, reason: string): string | undefined {
  return isKept ? undefined : reason;
}
