import { type RoleName } from './role-name.ts';

/**
 * What the update needs next. The caller passes the bytes of the requested file to `next`, or `undefined` when it does not exist; for
 * `root-accepted` it passes nothing.
 */
export type UpdateStep =
  | {
      readonly kind: 'fetch';
      readonly role: RoleName;
      /** The requested version of root metadata; without it and without a hash, the current file. */
      readonly version?: number;
      /** The file with this SHA-256, or SHA-512 where the metadata list no other, in hexadecimal. */
      readonly hash?: string;
      /** Largest size of the file; the caller stops reading after one more byte, or throws. */
      readonly maxBytes: number;
    }
  /** A new root is trusted. Store it before the next step, so that a rotation is followed only once. */
  | { readonly kind: 'root-accepted'; readonly version: number; readonly bytes: Buffer };

export type Update<T> = Generator<UpdateStep, T, Buffer | undefined>;
