import { type Stage } from '../build/build.ts';

/** What is asked of a stage, worked out once however often it is asked. */
export function perStage<T>(read: (stage: Stage) => T): (stage: Stage) => T {
  const known = new Map<Stage, { readonly value: T }>();
  return (stage) => {
    let found = known.get(stage);
    if (found === undefined) known.set(stage, (found = { value: read(stage) }));
    return found.value;
  };
}
