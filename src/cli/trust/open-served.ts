import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Gun } from '../../trust/notary/gun.ts';
import { type MetadataRemote } from '../../trust/notary/remote/metadata-remote.ts';
import { maxMetadataBytes } from '../../trust/tuf/max-metadata-bytes.ts';

interface Closable {
  readonly remote: MetadataRemote;
  /** The image's own repository, which has one name only. */
  readonly repository?: unknown;
  readonly close: () => Promise<void>;
}

/** The first of some names that a server has a root for; the first of all where it has none, or does not answer, which the command itself reports. */
export async function openServed<T extends Closable>(
  [first, ...others]: readonly [Gun, ...Gun[]],
  open: (gun: Gun) => Promise<T>,
  runtime: Runtime,
): Promise<{ readonly gun: Gun; readonly opened: T }> {
  const opened = await open(first);
  if (others.length === 0 || opened.repository !== undefined) return { gun: first, opened };
  if ((await hasRoot(opened, runtime)) !== false) return { gun: first, opened };
  for (const gun of others) {
    const other = await open(gun);
    if ((await hasRoot(other, runtime)) === true) {
      await opened.close();
      return { gun, opened: other };
    }
    await other.close();
  }
  return { gun: first, opened };
}

/** `undefined` where the server does not say. */
async function hasRoot({ remote }: Closable, runtime: Runtime): Promise<boolean | undefined> {
  try {
    return (await remote.fetch({ role: 'root' }, maxMetadataBytes('root'), runtime)) !== undefined;
  } catch (error) {
    if (error instanceof PratiqueError && !runtime.signal.aborted) return undefined;
    throw error;
  }
}
