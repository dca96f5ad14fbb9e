/** A document that is no SBOM, or that cannot be read at all; the message is the rest of a sentence that begins with its name. */
export class SbomError extends Error {
  override readonly name = 'SbomError';
}

/** A document of another kind: it says nowhere that it is an SBOM. */
export class NoSbomError extends SbomError {}
