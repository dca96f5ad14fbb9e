import { type RuleFilter, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';

/** The profile as Docker, Podman and Kubernetes read it; names in one order, so that two profiles can be compared line by line. */
export function writeSeccompProfile(profile: SeccompProfile): string {
  const { defaultAction, defaultErrno, architectures, archMap, flags, listenerPath, rules } = profile;
  const document = {
    defaultAction,
    ...(defaultErrno === undefined ? {} : { defaultErrnoRet: defaultErrno }),
    ...(architectures.length === 0 ? {} : { architectures }),
    ...(archMap.length === 0 ? {} : { archMap }),
    ...(flags.length === 0 ? {} : { flags }),
    ...(listenerPath === undefined ? {} : { listenerPath }),
    syscalls: rules.map(toDocument),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function toDocument({ names, action, errno, conditions, includes, excludes }: SeccompRule): object {
  const [included, excluded] = [includes, excludes].map(filterOf);
  return {
    names: [...new Set(names)].sort(),
    action,
    ...(errno === undefined ? {} : { errnoRet: errno }),
    ...(conditions.length === 0
      ? {}
      : {
          args: conditions.map(({ index, op, value, valueTwo }) => ({ index, value, ...(valueTwo === 0 ? {} : { valueTwo }), op })),
        }),
    ...(included === undefined ? {} : { includes: included }),
    ...(excluded === undefined ? {} : { excludes: excluded }),
  };
}

function filterOf({ capabilities, architectures, minKernel }: RuleFilter): object | undefined {
  const filter = {
    ...(capabilities.length === 0 ? {} : { caps: capabilities }),
    ...(architectures.length === 0 ? {} : { arches: architectures }),
    ...(minKernel === undefined ? {} : { minKernel }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}
