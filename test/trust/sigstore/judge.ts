import { createHash } from 'node:crypto';
import { toDigest } from '../../../src/model/digest.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { type SigstoreRequirements } from '../../../src/trust/sigstore/sigstore-context.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { type VerifiedIdentity } from '../../../src/trust/sigstore/verified-identity.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { artifact, makeTrustedRoot, expectSubject, now } from './made-world.ts';

export interface Trial {
  /** As JSON or as bytes. */
  readonly bundle: unknown;
  readonly artifact?: Buffer;
  /** Whether only the artifact's digest is given, not its bytes. */
  readonly isByDigest?: boolean;
  readonly trustedRoot?: unknown;
  readonly expected?: ExpectedSigner;
  readonly requirements?: Partial<SigstoreRequirements>;
}

/** Verifies with the made world's root, content and identity where nothing else is given. */
export function verifyTrial({
  bundle,
  artifact: bytes = artifact,
  isByDigest = false,
  trustedRoot,
  expected,
  requirements,
}: Trial): VerifiedIdentity {
  const root = readTrustedRoot(toBytes(trustedRoot ?? makeTrustedRoot()), 'trusted_root.json');
  const digest = toDigest('sha256', createHash('sha256').update(bytes).digest('hex'));
  const context = { trustedRoot: root, now, ...(requirements === undefined ? {} : { requirements }) };
  return verifyBundle({ digest, ...(isByDigest ? {} : { bytes }) }, toBytes(bundle), expected ?? expectSubject, context);
}

/** `accepted`, or the code and the message of the refusal; every other error is a bug and goes on. */
export function judge(trial: Trial): string {
  return outcome(() => verifyTrial(trial));
}

/** The codes by content and by digest alone; they must be the same. */
export function judgeBothWays(trial: Trial): readonly string[] {
  return [judge(trial), judge({ ...trial, isByDigest: true })].map((outcome) => outcome.split(' ')[0] ?? '');
}

export function outcome(verify: () => VerifiedIdentity): string {
  try {
    return verify().signer.name === '' ? 'accepted without a name' : 'accepted';
  } catch (error) {
    if (error instanceof VerificationError || error instanceof PratiqueError) return `${error.code} ${error.message}`;
    throw error;
  }
}

export const toBytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value)));

/** A copy of JSON with the value at a path of names and numbers replaced, or left out. */
export function change<T>(json: T, path: string, value: unknown): T {
  const copy = structuredClone(json);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let holder = copy as Record<string, unknown>;
  for (const name of names) holder = holder[name] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

export function at(json: unknown, path: string): unknown {
  return path.split('.').reduce((value, name) => (value as Record<string, unknown>)[name], json);
}
