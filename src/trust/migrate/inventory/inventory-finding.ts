/** What a place where Docker Content Trust is in use does. */
export type FindingKind =
  /** Turns it on or off. */
  | 'switch'
  /** Names the Notary server. */
  | 'server'
  /** Holds or hands on a passphrase or a login. */
  | 'passphrase'
  /** Runs `docker trust`, `notary` and the like. */
  | 'command'
  /** Admits images into a cluster or an engine by their Notary signatures. */
  | 'admission policy'
  /** A registry's setting that stands on Notary. */
  | 'registry setting'
  /** Runs or configures a Notary server or client. */
  | 'notary server'
  /** Which Docker runs there; told only beside something else. */
  | 'docker client';

/** One place, as read; nothing in it is a secret. */
export interface InventoryFinding {
  readonly kind: FindingKind;
  /** As it was walked to. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What kind of file it is, for people: `GitHub Actions`. */
  readonly holder: string;
  /** `DOCKER_CONTENT_TRUST=1`; the value of a passphrase is never in it. */
  readonly sets: string;
  readonly meaning: string;
  /** What to do about it, in the imperative. */
  readonly action: string;
  /** Of switches, policies and settings: whether Content Trust is on there. */
  readonly state?: 'on' | 'off' | 'unknown';
  /** Host, with its port where one is written, of the Notary server that is meant. */
  readonly server?: string;
  /** Tag of Docker's own image: `29-cli`. */
  readonly dockerTag?: string;
}

/** What a scanner finds in a file; the file adds the rest. */
export type FoundInText = Omit<InventoryFinding, 'path' | 'holder'>;
