import { limits } from '../../model/limits.ts';
import { type TrustRoot } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { checkNotExpired } from './check-freshness.ts';
import { decodeRoot } from './decode-root.ts';
import { maxMetadataBytes } from './max-metadata-bytes.ts';
import { type MetadataFile, type RootMetadata } from './metadata.ts';
import { checkRootSignatures } from './root-keys.ts';
import { type KeyRole } from './key-role.ts';
import { findRootPin, type RootPin, type RootPins } from './root-pins.ts';
import { type Update } from './update-step.ts';

export interface RootUpdateOptions {
  readonly gun: string;
  readonly startedAt: Date;
  readonly pins: RootPins;
  /** The cached root; absent on first use. */
  readonly kept: Buffer | undefined;
}

export interface TrustedRoot {
  readonly root: MetadataFile<RootMetadata>;
  readonly trustRoot: TrustRoot;
}

/**
 * Finds the current root: from the cached one, or from the one served on first use, version by version, each signed as the version before it and as
 * it itself requires (TUF 1.0, section 5.3). Versions in between may have expired. The last one must be valid, its certificates too, and match the
 * pins. On first use nothing is accepted before all of that is verified.
 */
export function* updateRoot(options: RootUpdateOptions): Update<TrustedRoot> {
  const { gun, kept } = options;
  const pin = findRootPin(options.pins, gun);
  let root = kept === undefined ? yield* fetchFirstRoot(options, pin) : readKeptRoot(kept, gun);
  for (let next = yield* fetchNextRoot(root, gun, 0), count = 1; next !== undefined; count++) {
    root = next;
    if (kept !== undefined) yield accept(root);
    next = yield* fetchNextRoot(root, gun, count);
  }
  const { keys } = checkCurrent(root, options, pin);
  checkNotExpired(root, options.startedAt);
  if (kept === undefined) yield accept(root);
  return { root, trustRoot: { kind: trustRootKind(kept, pin), name: [...keys.keys()].join(', ') } };
}

function checkCurrent(root: MetadataFile<RootMetadata>, { gun, startedAt, kept }: RootUpdateOptions, pin: RootPin | undefined): KeyRole {
  try {
    return checkRootSignatures(root, root.content, { gun, current: { time: startedAt, pin } });
  } catch (error) {
    if (kept === undefined || !(error instanceof VerificationError) || error.code !== 'ROOT_PIN_MISMATCH') throw error;
    const { code, object, message } = error;
    throw new VerificationError(code, object, `${message}; this machine cached the other root before`, {
      cause: error,
      hint: `if the pin is right, forget the cached root: pratique trust remove ${gun} (add --server registry if the trust metadata is in the registry). Otherwise correct the pin, after the publisher confirmed a root rotation`,
    });
  }
} // prettier-ignore

function accept(root: MetadataFile<RootMetadata>): { readonly kind: 'root-accepted'; readonly version: number; readonly bytes: Buffer } {
  return { kind: 'root-accepted', version: root.content.version, bytes: root.bytes };
}

function trustRootKind(kept: Buffer | undefined, pin: RootPin | undefined): TrustRoot['kind'] {
  if (pin !== undefined) return pin.kind === 'certificates' ? 'pinned certificate' : 'pinned authority';
  return kept === undefined ? 'first use' : 'cached root';
}

function* fetchFirstRoot({ gun, pins }: RootUpdateOptions, pin: RootPin | undefined): Update<MetadataFile<RootMetadata>> {
  if (pin === undefined && !pins.allowFirstUse)
    throw new VerificationError('ROOT_PIN_REQUIRED', 'root', `no root of ${gun} is pinned or cached, and trust on first use is off`);
  const bytes = yield { kind: 'fetch', role: 'root', maxBytes: maxMetadataBytes('root') };
  if (bytes === undefined)
    throw new VerificationError(
      'METADATA_MISSING',
      'root',
      `${gun} has no trust data: it was never signed there, or its trust data was deleted`,
    );
  const root = decodeRoot(bytes);
  checkRootSignatures(root, root.content, { gun });
  return root;
}

/** A cached root that no longer verifies is an error and never replaced: everything else depends on it. */
function readKeptRoot(bytes: Buffer, gun: string): MetadataFile<RootMetadata> {
  try {
    const root = decodeRoot(bytes);
    checkRootSignatures(root, root.content, { gun });
    return root;
  } catch (cause) {
    throw new VerificationError('ROOT_CACHE_INVALID', 'root', `the cached root of ${gun} cannot be trusted: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function* fetchNextRoot(root: MetadataFile<RootMetadata>, gun: string, count: number): Update<MetadataFile<RootMetadata> | undefined> {
  const version = root.content.version + 1;
  const bytes = yield { kind: 'fetch', role: 'root', version, maxBytes: maxMetadataBytes('root') };
  if (bytes === undefined) return undefined;
  if (count === limits.rootRotations)
    throw new VerificationError(
      'ROOT_ROTATIONS_LIMIT',
      'root',
      `${gun} has more than ${count} new roots; the next run continues from version ${version - 1}`,
    );
  const next = decodeRoot(bytes);
  if (next.content.version !== version)
    throw new VerificationError(
      'ROOT_CHAIN_BROKEN',
      'root',
      `version ${version} of the root was requested, and version ${next.content.version} was served`,
    );
  checkSignedBy(next, root.content, gun, `version ${version - 1}`);
  checkSignedBy(next, next.content, gun, 'it');
  return next;
}

function checkSignedBy(next: MetadataFile<RootMetadata>, by: RootMetadata, gun: string, whose: string): void {
  try {
    checkRootSignatures(next, by, { gun });
  } catch (cause) {
    const version = next.content.version;
    throw new VerificationError(
      'ROOT_CHAIN_BROKEN',
      'root',
      `version ${version} of the root is not signed as ${whose} requires: ${(cause as Error).message}`,
      { cause },
    );
  }
}
