/** What a place that uses Docker Content Trust does. */
export type FindingKind =
  /** Turns it on or off. */
  | 'switch'
  /** Names the Notary server. */
  | 'server'
  /** Contains or passes on a passphrase or credentials. */
  | 'passphrase'
  /** Runs `docker trust`, `notary` and the like. */
  | 'command'
  /** Admits images into a cluster or an engine by their Notary signatures. */
  | 'admission policy'
  /** A registry setting that requires Notary. */
  | 'registry setting'
  /** Runs or configures a Notary server or client. */
  | 'notary server'
  /** The version of Docker used there; listed only beside other findings. */
  | 'docker client';

/** One place. Contains no secrets. */
export interface InventoryFinding {
  readonly kind: FindingKind;
  /** Starts with the path that was given. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Type of the file, for people: `GitHub Actions`. */
  readonly holder: string;
  /** `DOCKER_CONTENT_TRUST=1`; never contains a passphrase. */
  readonly sets: string;
  readonly meaning: string;
  /** What to do about it, in the imperative. */
  readonly action: string;
  /** Of switches, policies and settings: whether they turn Content Trust on. */
  readonly state?: 'on' | 'off' | 'unknown';
  /** Host, and port if written, of the Notary server. */
  readonly server?: string;
  /** Tag of Docker's own image: `29-cli`. */
  readonly dockerTag?: string;
}

/** What a scanner finds in a text. */
export type FoundInText = Omit<InventoryFinding, 'path' | 'holder'>;
