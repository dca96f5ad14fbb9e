import { type Digest } from '../../model/digest.ts';
import { type JsonObject } from '../../lib/json/json-readers.ts';

/** How one kind of registry tells what happened. Each is one file in `formats/` and one line in `hook-formats.ts`; recorded payloads are its tests. */
export interface HookFormat {
  readonly id: string;
  readonly title: string;
  /** How a message proves that it knows the secret. */
  readonly proof: HookProof;
  /** What happened, in the order of the message. Anything that is no image's push, pull or deletion is left out. Throws a plain error for a payload that is not of this format. */
  read(payload: JsonObject): readonly HookEvent[];
}

export type HookProof =
  /** A header field that holds the secret; `prefix` before it. */
  | { readonly kind: 'header'; readonly name: string; readonly prefix?: string }
  /** A header field that holds an HMAC of the body, in hexadecimal. */
  | { readonly kind: 'hmac'; readonly name: string; readonly algorithm: 'sha256' | 'sha1'; readonly prefix?: string }
  /** The last part of the address: these services sign nothing. */
  | { readonly kind: 'path' };

export interface HookEvent {
  readonly action: 'push' | 'pull' | 'delete';
  /** Where the payload says the image is; must be the registry that the hook was made for. Absent where it does not say. */
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
  /** The sender's id of the event; the same when it is sent again. */
  readonly id?: string;
}
