import { type AffectedPackage } from '../../model/advisory.ts';

/** One binary package that a bulletin brings. */
export interface FixedBuild {
  readonly name: string;
  /** `epoch:version-release`, without an epoch of 0. */
  readonly fixed: string;
  readonly architecture: string;
  readonly module?: string;
  readonly stream?: string;
}

/** Builds for processors that images exist for; a fix that all have is for any. */
const usualArchitectures: readonly string[] = ['x86_64', 'aarch64'];

/**
 * One fact for each package and version. Sources and debugging symbols are not installed in images. A fix built for x86_64 and aarch64 is taken for any processor, unless
 * the bulletin has another version of the same package for others.
 */
export function groupBuilds(builds: readonly FixedBuild[]): readonly Omit<AffectedPackage, 'ecosystem' | 'release'>[] {
  const groups = new Map<string, { readonly build: FixedBuild; readonly architectures: Set<string> }>();
  const versions = new Map<string, Set<string>>();
  for (const build of builds) {
    if (isNotInstalled(build)) continue;
    const place = `${build.name}\n${build.module ?? ''}\n${build.stream ?? ''}`;
    const key = `${place}\n${build.fixed}`;
    const group = groups.get(key) ?? { build, architectures: new Set() };
    group.architectures.add(build.architecture);
    groups.set(key, group);
    versions.set(place, (versions.get(place) ?? new Set()).add(build.fixed));
  }
  return Array.from(groups.values(), ({ build: { name, fixed, module, stream }, architectures }) => {
    const isAlone = versions.get(`${name}\n${module ?? ''}\n${stream ?? ''}`)?.size === 1;
    const isForAny = architectures.has('noarch') || (isAlone && usualArchitectures.every((each) => architectures.has(each)));
    return {
      name,
      status: 'affected',
      ranges: [{ introduced: '0', fixed }],
      versions: [],
      fixState: 'fixed',
      ...(!isForAny && { architectures: [...architectures].sort() }),
      ...(module !== undefined && { module }),
      ...(stream !== undefined && { stream }),
    };
  });
}

function isNotInstalled({ name, architecture }: FixedBuild): boolean {
  return architecture === 'src' || architecture === 'nosrc' || name.endsWith('-debuginfo') || name.endsWith('-debugsource');
}
