import { join } from 'node:path';
import { formatShardName } from '../../model/advisory-key.ts';
import { ecosystem, ecosystems, type EcosystemId } from '../../model/ecosystem.ts';

/** What is downloaded and built together: one ecosystem, one release of a distribution, or the facts about CVEs. */
export interface Slice {
  /** As `formatShardName` writes it, or `cve`. */
  readonly name: string;
  /** Absent for the facts about CVEs. */
  readonly ecosystem?: EcosystemId;
  readonly release?: string;
}

/** Known exploitation and exploit prediction, which every scan wants. */
export const cveSlice: Slice = { name: 'cve' };

/** The release is what an image says of itself: nobody publishes feeds for one that is longer. */
const longestRelease = 64;

/** `undefined` where no feed could answer: a distribution whose release is not known. */
export function sliceOf(id: EcosystemId, release: string | undefined): Slice | undefined {
  const { distribution } = ecosystem(id);
  if (distribution === undefined || (release === undefined && distribution.release === 'rolling'))
    return { name: formatShardName(id, release), ecosystem: id, ...(release !== undefined && { release }) };
  if (release === undefined || release === '' || release.length > longestRelease) return undefined;
  return { name: formatShardName(id, release), ecosystem: id, release };
}

/** The directory of a slice; its database, its state. */
export function sliceDirectory(root: string, { name }: Slice): string {
  return join(root, encodeURIComponent(name));
}

/** The slice whose directory has this name; `undefined` for anything else that is there. */
export function parseSliceDirectory(directory: string): Slice | undefined {
  const name = decode(directory);
  if (name === undefined || encodeURIComponent(name) !== directory) return undefined;
  if (name === cveSlice.name) return cveSlice;
  const at = name.indexOf('@');
  const id = at === -1 ? name : name.slice(0, at);
  if (!Object.hasOwn(ecosystems, id)) return undefined;
  return sliceOf(id as EcosystemId, at === -1 ? undefined : name.slice(at + 1));
}

/** For people: `Debian 12`, `npm`. */
export function describeSlice({ ecosystem: id, release }: Slice): string {
  if (id === undefined) return 'KEV and EPSS';
  const { displayName } = ecosystem(id);
  return release === undefined ? displayName : `${displayName} ${release}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
