import { findMobyVersion, mobyDefault } from '../../../harden/seccomp/moby-default.ts';
import { mobyVersions } from '../../../harden/seccomp/data/moby-default-rows.ts';
import { readSeccompProfile } from '../../../harden/seccomp/read-seccomp-profile.ts';
import { type SeccompProfile } from '../../../harden/seccomp/seccomp-profile.ts';
import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { readAtMost } from '../../../lib/file/read-at-most.ts';
import { systemCodeOf } from '../../../lib/file/system-code-of.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** A profile by its file, or Docker's default by its name. Throws TARGET_NOT_FOUND, TARGET_UNREADABLE and USAGE. */
export function readProfileFile(named: string): SeccompProfile {
  const [, version] = /^docker-default(?:@(.*))?$/.exec(named) ?? [undefined, undefined];
  if (named.startsWith('docker-default')) {
    if (version === undefined) return mobyDefault();
    const known = findMobyVersion(version);
    if (known !== undefined) return mobyDefault(known);
    throw new PratiqueError('USAGE', `${JSON.stringify(version.slice(0, 40))} is no version of Docker’s default profile that is known`, { hint: `use a release of Docker from 20.10 on, or ${mobyVersions.slice(-2).join(' or ')}` }); // prettier-ignore
  }
  return parseProfile(readProfileBytes(named), named);
}

/** Throws TARGET_NOT_FOUND and TARGET_UNREADABLE. */
export function readProfileBytes(path: string, maxBytes: number = limits.documentBytes): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, maxBytes);
  } catch (cause) {
    const code = systemCodeOf(cause) === 'ENOENT' ? 'TARGET_NOT_FOUND' : 'TARGET_UNREADABLE';
    throw new PratiqueError(code, `${path} cannot be read: ${describeSystemError(cause)}`, { cause, hint: 'check the path' });
  }
  if (bytes !== undefined) return bytes;
  throw new PratiqueError('TARGET_UNREADABLE', `${path} has more than ${maxBytes} bytes`, { hint: 'check that this is the file' });
}

export function parseProfile(bytes: Uint8Array, path: string): SeccompProfile {
  try {
    return readSeccompProfile(bytes).profile;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** What is thrown for a file that is no profile; other errors pass. */
export function unreadable(path: string, cause: unknown): unknown {
  if (!(cause instanceof JsonError)) return cause;
  return new PratiqueError(
    'TARGET_UNREADABLE',
    `${path} ${/^(?:is|has) /.test(cause.message) ? cause.message : `is no profile: ${cause.message}`}`,
    {
      cause,
      hint: 'give a seccomp profile in JSON, as docker run --security-opt seccomp=FILE takes it',
    },
  );
}
