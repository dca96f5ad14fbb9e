import { type CommandAnswer, type FileStatus } from '../host.ts';

/** What one audit asked and was answered, as a file: `host.json` in the folder of a record. Nothing in it is secret, as far as names tell. */
export interface HostRecord {
  readonly format: 1;
  readonly name: string;
  readonly address: string;
  readonly recordedAt: string;
  /** Base64; null: there is no such file. A text in place of the answer says why there is none. */
  readonly files: Readonly<Record<string, Answer<string>>>;
  readonly folders: Readonly<Record<string, Answer<readonly string[]>>>;
  readonly statuses: Readonly<Record<string, Answer<FileStatus>>>;
  /** By the words, joined with blanks. */
  readonly commands: Readonly<Record<string, Answer<CommandAnswer>>>;
  /** By the path of the Engine API; archives as `{ "base64": … }`. */
  readonly engine: Readonly<Record<string, Answer<unknown>>>;
}

export type Answer<T> = { readonly value: T | null } | { readonly unread: string };

/** The file in a folder of a record. */
export const recordFile = 'host.json';
/** What people have already: the output of `docker inspect` of containers, in place of a record or beside it. */
export const inspectFile = 'inspect.json';
