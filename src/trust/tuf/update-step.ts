import { type RoleName } from './role-name.ts';

/**
 * What the update needs next. It reads and writes nothing itself: whoever drives it hands back the bytes of what is to be fetched,
 * or `undefined` when the other side has no such file; nothing is handed back for `root-accepted`.
 */
export type UpdateStep =
  | {
      readonly kind: 'fetch';
      readonly role: RoleName;
      /** Of root metadata: the version wanted; without it and without a hash, the current file. */
      readonly version?: number;
      /** SHA-256, or SHA-512 where that is all there is, in hexadecimal: the file of that content. */
      readonly hash?: string;
      /** Stop reading there and hand back one byte more, or refuse. */
      readonly maxBytes: number;
    }
  /** A new root is trusted for good: keep it before going on, so that a rotation once followed need not be followed again. */
  | { readonly kind: 'root-accepted'; readonly version: number; readonly bytes: Buffer };

export type Update<T> = Generator<UpdateStep, T, Buffer | undefined>;
