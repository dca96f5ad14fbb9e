/** APIs of other scanners that the server speaks, by the tag of their routes. */
export const peerApis = ['clair', 'clair-v1', 'harbor', 'anchore'] as const;
export type PeerApiId = (typeof peerApis)[number];

export interface PeerSettings {
  readonly apis: readonly PeerApiId[];
  readonly clair: {
    /** The pre-shared key of `auth.psk` in Clair's configuration. */
    readonly key?: Buffer;
    /** Who may sign with it. */
    readonly issuers: readonly string[];
    /** Whether programs of this machine need no token. */
    readonly isOpen: boolean;
  };
}
