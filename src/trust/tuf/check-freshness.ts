import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Metadata, type MetadataFile } from './metadata.ts';

/**
 * Compares a file with the one of the same role that was trusted before, if there is one. Throws METADATA_ROLLBACK when it is older, and
 * METADATA_EQUIVOCATION when it has other content under the same version.
 */
export function checkNotOlder(file: MetadataFile<Metadata>, seen: MetadataFile<Metadata> | undefined): void {
  if (seen === undefined) return;
  const { role, content } = file;
  const known = seen.content.version;
  if (content.version < known)
    throw new VerificationError(
      'METADATA_ROLLBACK',
      role,
      `the ${role} metadata has version ${content.version}, older than version ${known} seen before`,
    );
  if (content.version === known && !file.canonical.equals(seen.canonical))
    throw new VerificationError(
      'METADATA_EQUIVOCATION',
      role,
      `version ${known} of the ${role} metadata has other content than when it was seen before`,
    );
}

/** Throws METADATA_EXPIRED when it has expired at `time`; at the moment of its expiry it has (TUF 1.0, section 4.3). */
export function checkNotExpired(file: MetadataFile<Metadata>, time: Date): void {
  const { role, content } = file;
  if (content.expires > time) return;
  throw new VerificationError(
    'METADATA_EXPIRED',
    role,
    `version ${content.version} of the ${role} metadata expired on ${content.expires.toISOString()}`,
  );
}
