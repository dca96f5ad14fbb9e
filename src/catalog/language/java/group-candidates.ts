import { type ArchiveFact } from './archive-fact.ts';

const maxGroups = 40;

/**
 * Groups that an archive without one may have, by what its manifest and its classes are called. Each is only a question: an artifact of that group and name with an advisory is
 * nearly always this one, and no other answer comes of it.
 */
export function groupCandidates({ manifest = {}, folders }: ArchiveFact, artifact: string): readonly string[] {
  const groups = new Set<string>([artifact]);
  // `commons-logging-api` is one of several artifacts of the group `commons-logging`.
  for (let at = artifact.search(/[-_]/); at > 0 && groups.size < 6; at = nextMark(artifact, at)) groups.add(artifact.slice(0, at));
  const names = [manifest['implementation-vendor-id'], manifest['bundle-symbolicname'], manifest['automatic-module-name']];
  for (const name of names) if (name !== undefined) addBeginnings(groups, name.split(';')[0]!.trim().split('.'));
  for (const folder of folders) addBeginnings(groups, folder.split('/'));
  return [...groups].slice(0, maxGroups);
}

function nextMark(artifact: string, at: number): number {
  const found = artifact.slice(at + 1).search(/[-_]/);
  return found === -1 ? -1 : at + 1 + found;
}

/** The name and what it begins with, from two segments on; of one segment there are few groups, and those are named as their artifact. */
function addBeginnings(groups: Set<string>, segments: readonly string[]): void {
  if (!segments.every((segment) => /^[\w-]+$/.test(segment)) || segments.length > 8) return;
  for (let length = segments.length; length >= 2; length--) groups.add(segments.slice(0, length).join('.'));
}
