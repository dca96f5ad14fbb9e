import { type PublicKey } from '../../crypto/public-key.ts';

/** One staged edit of a repository, as `notary` stages it (client/changelist/change.go); applied when it is published. */
export type Change =
  | { readonly kind: 'add target'; readonly role: string; readonly name: string; readonly target: TargetContent }
  | { readonly kind: 'remove target'; readonly role: string; readonly name: string }
  /** Makes the delegation when it is not there. */
  | { readonly kind: 'add delegation'; readonly role: string; readonly edit: DelegationEdit }
  | { readonly kind: 'update delegation'; readonly role: string; readonly edit: DelegationEdit }
  | { readonly kind: 'remove delegation'; readonly role: string }
  /** Takes keys from every delegation under `parent`. */
  | { readonly kind: 'purge keys'; readonly parent: string; readonly keyIds: readonly string[] }
  /** Signs a role again as it is. */
  | { readonly kind: 'witness'; readonly role: string }
  /** New keys of one of the four roles, in place of all that it has. */
  | { readonly kind: 'replace keys'; readonly role: string; readonly keys: readonly PublicKey[] };

/** What a tag is signed to be: the manifest's size in bytes and its digests. */
export interface TargetContent {
  readonly length: number;
  /** By algorithm, `sha256` first of all. */
  readonly hashes: ReadonlyMap<string, Buffer>;
}

export interface DelegationEdit {
  readonly threshold?: number;
  readonly addKeys?: readonly PublicKey[];
  /** IDs of bare public keys: one of a certificate is named by the key inside. */
  readonly removeKeyIds?: readonly string[];
  /** Prefixes of target names; the empty one is all names. */
  readonly addPaths?: readonly string[];
  readonly removePaths?: readonly string[];
  readonly clearPaths?: boolean;
}

/** A change that is stored in a file. */
export interface StagedChange {
  readonly path: string;
  readonly change: Change;
}
