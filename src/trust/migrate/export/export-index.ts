import { type Issue } from '../../../model/issue.ts';

/** `index.json` of an export; docs/reference/trust-export.schema.json is its schema. Dates are ISO 8601, digests as in OCI, key IDs hexadecimal. */
export interface ExportIndex {
  readonly schemaVersion: 1;
  readonly tool: string;
  /** The time at which expiry was checked. */
  readonly exportedAt: string;
  readonly collections: readonly ExportedCollection[];
  readonly issues: readonly Issue[];
}

/** Everything that was signed under one GUN. */
export interface ExportedCollection {
  readonly gun: string;
  readonly server: string;
  /** Whether the current state verifies, and by which root; otherwise why not, and there are no tags. */
  readonly verification:
    | { readonly isVerified: true; readonly trustRoot: { readonly kind: string; readonly name: string } }
    | { readonly isVerified: false; readonly code: string; readonly object: string; readonly message: string };
  readonly notices: readonly string[];
  readonly tags: readonly ExportedTag[];
  readonly roles: readonly ExportedRole[];
  readonly keys: readonly ExportedKey[];
  /** Changes in each version of each role that verifies, oldest first. */
  readonly history: readonly ExportedChange[];
  readonly files: readonly ExportedFile[];
  readonly gaps: readonly { readonly role: string; readonly versions: readonly number[] }[];
  /** Private keys in the local trust directory that belong to it; `path` where the file is in the archive. */
  readonly privateKeys: readonly ExportedPrivateKey[];
}

export interface ExportedTag {
  readonly tag: string;
  readonly digest: string;
  /** Bytes of the manifest. */
  readonly size: number;
  /** Role that decides which image is pulled. */
  readonly role: string;
  readonly version: number;
  readonly expires: string;
  /** Names of signers, without `targets/`; of a tag in `targets` alone there are none. */
  readonly signers: readonly string[];
  readonly disagreements: readonly { readonly role: string; readonly digest: string }[];
}

export interface ExportedRole {
  readonly role: string;
  readonly keyIds: readonly string[];
  readonly threshold: number;
  /** Of delegations: prefixes of tags. */
  readonly paths?: readonly string[];
  readonly version?: number;
  readonly expires?: string;
  /** Why its metadata fail verification; `not published` if there are none. */
  readonly problem?: string;
}

export interface ExportedKey {
  readonly keyId: string;
  /** Of the bare public key; private key files are named by it. */
  readonly canonicalKeyId: string;
  readonly type: string;
  /** Every role that it may or might sign for. */
  readonly roles: readonly string[];
  readonly path: string;
}

export interface ExportedChange {
  readonly role: string;
  readonly version: number;
  readonly expires: string;
  readonly tag: string;
  readonly change: 'signed' | 'changed' | 'removed';
  /** Absent when removed. */
  readonly digest?: string;
  readonly size?: number;
}

export interface ExportedFile {
  readonly path: string;
  readonly role: string;
  readonly digest: string;
  readonly size: number;
  readonly version?: number;
  readonly expires?: string;
  /** Signed with keys that a root or a delegating file assigned to the role, then or later. */
  readonly isVerified: boolean;
  readonly reason?: string;
}

export interface ExportedPrivateKey {
  readonly keyId: string;
  readonly role: string;
  readonly gun?: string;
  readonly isEncrypted: boolean;
  readonly path?: string;
}
