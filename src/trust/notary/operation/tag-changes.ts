import { type Digest, digestHex } from '../../../model/digest.ts';
import { type Change } from '../changelist/change.ts';

export interface SignedTag {
  readonly tag: string;
  /** Of the manifest or index, sha256. */
  readonly digest: Digest;
  /** Size of the manifest in bytes. */
  readonly size: number;
}

/** Binds a tag to a digest in each of the roles. */
export function tagChanges({ tag, digest, size }: SignedTag, roles: readonly string[]): readonly Change[] {
  const target = { length: size, hashes: new Map([['sha256', Buffer.from(digestHex(digest), 'hex')]]) };
  return roles.map((role) => ({ kind: 'add target', role, name: tag, target }));
}
