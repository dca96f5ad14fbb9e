/** A repository that is used where none is configured: its places, and the first root as JSON. */
export interface BuiltInRepository {
  readonly places: readonly string[];
  readonly root: string;
}

/** Set by a release that publishes its advisories; until then scans go straight to the publishers' feeds. */
export const builtInRepository: BuiltInRepository | undefined = undefined;
