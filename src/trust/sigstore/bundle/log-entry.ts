/** An entry of a transparency log as it comes along with a signature (sigstore_rekor.proto, TransparencyLogEntry). Not verified yet. */
export interface LogEntry {
  /** Which log; absent in what only a checkpoint names. */
  readonly logId: Buffer;
  readonly logIndex: bigint;
  /** Seconds since 1970; it is signed only where there is a signed entry timestamp. */
  readonly integratedTime?: bigint;
  readonly signedEntryTimestamp?: Buffer;
  readonly inclusionProof?: InclusionProof;
  /** Kind and version as stated with the body, such as `hashedrekord 0.0.1`; absent where only the body has them. */
  readonly kind?: string;
  /** The leaf of the log's tree: JSON in the log's canonical form. */
  readonly body: Buffer;
}

export interface InclusionProof {
  readonly logIndex: bigint;
  readonly treeSize: bigint;
  readonly rootHash: Buffer;
  readonly hashes: readonly Buffer[];
  /** A signed note (c2sp.org/tlog-checkpoint); absent in bundles v0.1 only. */
  readonly checkpoint?: string;
}
