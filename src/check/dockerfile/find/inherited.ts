import { type Stage } from '../build/build.ts';

/** What a stage has at its end, worked out from the stage that it is built from. Each stage is asked once, so a long chain costs no more than its length. */
export function inherited<T>(first: T, own: (stage: Stage, before: T) => T): (stage: Stage) => T {
  const known = new Map<Stage, T>();
  return (stage) => {
    const missing: Stage[] = [];
    for (let at: Stage | undefined = stage; at !== undefined && !known.has(at); at = at.parent) missing.push(at);
    for (const each of missing.reverse()) known.set(each, own(each, each.parent === undefined ? first : known.get(each.parent)!));
    return known.get(stage)!;
  };
}

/** The image that the first of the stages is built from. */
export function rootImages(): (stage: Stage) => Stage['base'] {
  return inherited<Stage['base']>(undefined, ({ base, from }, before) => base ?? (from === undefined ? undefined : before));
}
