import { parseTag } from './parse-tag.ts';

export interface TagHints {
  /** What the tag's version would begin with. */
  readonly version?: string;
  /** The distribution in the image. */
  readonly system?: { readonly id: string; readonly release?: string };
}

/** Tags in the order in which it is worth to compare their layers: those of the version, then those of the distribution; prereleases and dated ones last. */
export function orderTags(tags: readonly string[], { version, system }: TagHints): readonly string[] {
  const wanted = version?.split('.').map(Number) ?? [];
  const score = (text: string): number => {
    const tag = parseTag(text);
    const matching = wanted.length > 0 && tag.version.length > 0 && tag.version.every((part, at) => wanted[at] === part);
    const inside = tag.system === undefined || system === undefined || tag.system.family === system.id;
    const release = tag.system?.release === undefined || system?.release === undefined || tag.system.release === system.release;
    const isCodename = tag.version.length === 0 && tag.system !== undefined && inside && release;
    return (
      (matching ? 16 + tag.version.length : 0) +
      (isCodename ? 12 : 0) +
      (inside && release ? 4 : 0) -
      (tag.prerelease === undefined ? 0 : 8) -
      (tag.date === undefined ? 0 : 6)
    );
  };
  return tags
    .map((text, at) => ({ text, at, score: score(text) }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ text }) => text);
}
