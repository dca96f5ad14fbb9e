import { type VersionScheme } from '../model/version-scheme.ts';
import { compareDebianParts } from './debian-parts.ts';
import { isDigit, isLetter, isSpace, skipDigits } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** Debian and its derivatives: `[epoch:]upstream[-revision]`. Blanks around a version are ignored, as dpkg does. */
export const debScheme: VersionScheme = {
  id: 'deb',
  specification: 'Debian Policy 5.6.12 and deb-version(7); dpkg lib/dpkg/parsehelp.c parseversion, lib/dpkg/version.c',
  isValid: (version) => parseDeb(version) !== undefined,
  compare: compareDeb,
};

/** Where the parts of a version are; `[upstreamFrom, upstreamTo)`, `[revisionFrom, end)`, both as indexes. */
interface DebParts {
  readonly epoch: number;
  readonly upstreamFrom: number;
  readonly upstreamTo: number;
  readonly revisionFrom: number;
  readonly end: number;
}

function compareDeb(a: string, b: string): number {
  const left = parseDeb(a);
  if (left === undefined) throw unreadableVersion('deb', a);
  const right = parseDeb(b);
  if (right === undefined) throw unreadableVersion('deb', b);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  const upstream = compareDebianParts(a, left.upstreamFrom, left.upstreamTo, b, right.upstreamFrom, right.upstreamTo);
  if (upstream !== 0) return upstream;
  return compareDebianParts(a, left.revisionFrom, left.end, b, right.revisionFrom, right.end);
}

/** The last two that were read: an installed version is asked about again with each bound, and each bound twice. */
let latest: ReadVersion = { version: '', parts: undefined };
let earlier = latest;

interface ReadVersion {
  readonly version: string;
  readonly parts: DebParts | undefined;
}

function parseDeb(version: string): DebParts | undefined {
  if (version === latest.version) return latest.parts;
  const found = version === earlier.version ? earlier : { version, parts: readDeb(version) };
  earlier = latest;
  latest = found;
  return found.parts;
}

function readDeb(version: string): DebParts | undefined {
  let from = 0;
  let end = version.length;
  while (from < end && isSpace(version.charCodeAt(from))) from += 1;
  while (end > from && isSpace(version.charCodeAt(end - 1))) end -= 1;
  const epochTo = skipDigits(version, from, end);
  const hasEpoch = version.charCodeAt(epochTo) === 58;
  const epoch = hasEpoch ? readEpoch(version, from, epochTo) : 0;
  if (epoch === undefined) return undefined;
  const upstreamFrom = hasEpoch ? epochTo + 1 : from;
  const hyphen = findRevisionHyphen(version, upstreamFrom, end, hasEpoch);
  if (hyphen === undefined) return undefined;
  return { epoch, upstreamFrom, upstreamTo: hyphen, revisionFrom: Math.min(hyphen + 1, end), end };
}

/** dpkg keeps epochs in an int. */
const maxEpoch = 2_147_483_647;

function readEpoch(version: string, from: number, to: number): number | undefined {
  if (from === to) return undefined;
  let epoch = 0;
  for (let i = from; i < to && epoch <= maxEpoch; i += 1) epoch = epoch * 10 + (version.charCodeAt(i) - 48);
  return epoch <= maxEpoch ? epoch : undefined;
}

/** Index of the last hyphen, or `end` without one; undefined where a character, its place or an empty part is not allowed. */
function findRevisionHyphen(version: string, from: number, end: number, hasEpoch: boolean): number | undefined {
  if (from === end || !isDigit(version.charCodeAt(from))) return undefined;
  let hyphen = end;
  let lastColon = -1;
  for (let i = from; i < end; i += 1) {
    const code = version.charCodeAt(i);
    if (isDigit(code) || isLetter(code) || code === 46 || code === 43 || code === 126) continue;
    if (code === 45) hyphen = i;
    else if (code === 58) lastColon = i;
    else return undefined;
  }
  if (lastColon !== -1 && (!hasEpoch || lastColon > hyphen)) return undefined;
  return hyphen === end - 1 ? undefined : hyphen;
}
