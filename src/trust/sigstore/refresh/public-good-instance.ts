/** What trust in the services of one sigstore instance starts from. */
export interface SigstoreInstance {
  /** Base URL of its TUF repository. */
  readonly mirror: URL;
  readonly loadSeed: () => Promise<SigstoreSeed>;
}

/** Of packages that the instance's operator publishes. */
export interface SigstoreSeed {
  readonly publishedOn: string;
  /** When the TUF root expires: ISO 8601. */
  readonly expiresAt: string;
  /** `root.json` */
  readonly root: string;
  /** `trusted_root.json` */
  readonly trustedRoot: string;
}

/** Sigstore's own. The seed is loaded only where nothing newer is kept. */
export const publicGoodInstance: SigstoreInstance = {
  mirror: new URL('https://tuf-repo-cdn.sigstore.dev/'),
  loadSeed: async () => (await import('./built-in-root.ts')).builtInRoot,
};
