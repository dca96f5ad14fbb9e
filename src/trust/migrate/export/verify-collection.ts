import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type RootPins } from '../../tuf/root-pins.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { updateRepository } from '../../tuf/update-repository.ts';
import { type FetchedFiles } from './fetched-files.ts';

export interface VerifyOptions {
  readonly gun: string;
  readonly pins: RootPins;
  /** The root that this machine trusts already; without one, the pins decide. */
  readonly keptRoot?: Buffer;
  readonly startedAt: Date;
}

/** The verified current state of a repository, without caching anything, or why verification failed. */
export async function verifyCollection(
  { gun, pins, keptRoot, startedAt }: VerifyOptions,
  files: FetchedFiles,
  runtime: Runtime,
): Promise<TrustedRepository | VerificationError> {
  const kept = new Map<RoleName, Buffer>(keptRoot === undefined ? [] : [['root', keptRoot]]);
  const update = updateRepository({ gun, startedAt, pins, kept, delegations: 'all' });
  try {
    for (let step = update.next(); ;) {
      if (step.done === true) return step.value;
      const wanted = step.value;
      step = update.next(wanted.kind === 'fetch' ? await answer(wanted, files, runtime) : undefined);
    }
  } catch (error) {
    if (error instanceof VerificationError) return error;
    throw error;
  }
}

function answer(
  { role, version, hash, maxBytes }: { readonly role: RoleName; readonly version?: number; readonly hash?: string; readonly maxBytes: number },
  files: FetchedFiles,
  runtime: Runtime,
): Promise<Buffer | undefined> {
  const which = hash === undefined ? (version === undefined ? {} : { version }) : { sha256: hash };
  return files.fetch(role, which, runtime, maxBytes);
} // prettier-ignore
