import { type PackageReach, type ReachState } from '../../model/reach.ts';

/** What a state is called beside a package. */
const words: Readonly<Record<ReachState, string>> = {
  loaded: 'in use',
  loadable: 'may be in use',
  'not-referenced': 'not reached',
  unknown: 'use unknown',
};

/** `in use: /app/server.js requires express`: the last step of the way says most, and `pratique reach` shows the rest. */
export function describeReach({ state, steps = [], reason }: PackageReach): string {
  const last = steps.at(-1);
  const before = steps.at(-2);
  const why =
    last === undefined
      ? (reason ?? (state === 'not-referenced' ? 'nothing that the entrypoint reaches names it' : ''))
      : before === undefined
        ? `/${last.path} is the ${last.how}`
        : `/${before.path} ${last.how}`;
  return why === '' ? words[state] : `${words[state]}: ${why}`;
}
