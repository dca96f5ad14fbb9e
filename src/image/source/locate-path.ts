import { realpath, stat } from 'node:fs/promises';
import { decodeBytes } from '../../lib/bytes/decode-bytes.ts';
import { hostPath } from '../../lib/path/host-path.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** Something on disk that a person named. */
export interface LocatedPath {
  /** As written, without a selector. */
  readonly name: string;
  /** Absolute and without links, so that links can be refused when it is opened. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** What follows the path: a tag or name after `:`, or `@` with a digest or position. */
  readonly selector?: string;
}

/** Longer paths do not exist; Linux, PATH_MAX. */
const maxCharacters = 4_096;
/** Colons and at-signs from which a selector may start. */
const maxCuts = 16;

/**
 * Finds `PATH`, `PATH:TAG` or `PATH@DIGEST`; the longest path that exists counts. `undefined` when none does. Throws
 * TARGET_UNREADABLE, and TARGET_UNKNOWN for devices, pipes and sockets.
 */
export async function locatePath(text: string): Promise<LocatedPath | undefined> {
  if (text === '' || text.length > maxCharacters || text.includes('\0')) return undefined;
  const whole = await locate(text);
  if (whole !== undefined) return whole;
  for (const cut of cuts(text)) {
    const found = await locate(text.slice(0, cut));
    if (found === undefined) continue;
    return { ...found, selector: text[cut] === '@' ? text.slice(cut) : text.slice(cut + 1) };
  }
  return undefined;
}

/** Positions at which a selector may start, the last first. */
function cuts(text: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.length - 2; at > 0 && found.length < maxCuts; at--) {
    if (text[at] === ':' || text[at] === '@') found.push(at);
  }
  return found;
}

async function locate(name: string): Promise<LocatedPath | undefined> {
  try {
    const path = hostPath(name);
    const status = await stat(path);
    if (status.isFile()) return { name, path: await realPath(path), kind: 'file' };
    if (status.isDirectory()) return { name, path: await realPath(path), kind: 'directory' };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw new PratiqueError('TARGET_UNREADABLE', `${name} cannot be read: ${code}`, { cause });
  }
  throw new PratiqueError('TARGET_UNKNOWN', `${name} is neither a file nor a directory`);
}

/** Without loss where a folder above has a name that is not UTF-8. */
async function realPath(path: string | Buffer): Promise<string> {
  return decodeBytes(await realpath(path, { encoding: 'buffer' }));
}
