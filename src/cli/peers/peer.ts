/** The command line of another scanner, as data: what each word is here. */
export interface Peer {
  readonly name: string;
  /** Prefix of its environment variables: `TRIVY_` stands before the name of an option. */
  readonly environmentPrefix: string;
  /** Its verbs and what each is here; `''` for a command line without a verb. */
  readonly verbs: ReadonlyMap<string, readonly string[]>;
  readonly options: readonly PeerOption[];
  /** Words that every command line gets. */
  readonly always: readonly string[];
  /** Our exit code as its own. */
  readonly exitCode: (ours: number) => number;
  /** Files of its own that suppress findings, read where they are. */
  readonly ignoreFiles: readonly string[];
  /** Words of ours that stand for its own defaults, unless one that begins so was given; `of` names the command. */
  readonly usual?: readonly { readonly of?: string; readonly unless: readonly string[]; readonly word: string }[];
  /** Our words, put together as its verb needs them. */
  readonly arrange?: (verb: string, words: readonly string[]) => readonly string[];
  /** The command reads the peer's variables itself, but for the format. */
  readonly readsOwnVariables?: boolean;
  /** Settings of its own that are not read, which is said where one is there. */
  readonly unreadFiles?: readonly string[];
}

export interface PeerOption {
  /** `--severity`, `-s` */
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  /** Our words for it; absent where nothing here does it. */
  readonly to?: (value: string) => readonly string[];
  /** Why it changes nothing; written to stderr once. */
  readonly note?: string;
}

export function renamed(flags: readonly string[], ours: string): PeerOption {
  return { flags, takesValue: true, to: (value) => [`--${ours}=${value}`] };
}

export function switched(flags: readonly string[], ...ours: readonly string[]): PeerOption {
  return { flags, takesValue: false, to: (value) => (value === 'false' ? [] : ours) };
}

/** Options whose absence changes no finding. */
export function ignored(takesValue: boolean, note: string, ...flags: readonly string[]): PeerOption {
  return { flags, takesValue, note };
}
