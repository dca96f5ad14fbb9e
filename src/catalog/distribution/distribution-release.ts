import { ecosystem, ecosystemIds, type Distribution, type EcosystemId } from '../../model/ecosystem.ts';

/** What a release file says; nothing of it is trusted to be a release yet. */
export interface StatedDistribution {
  /** `ID` of os-release(5). */
  readonly id: string;
  readonly versionId?: string;
  readonly codename?: string;
  readonly prettyName?: string;
}

/** The row whose `osReleaseIds` has this id. ID_LIKE is no proof: a derivative has advisories of its own, or none. */
export function ecosystemOfDistribution(id: string): EcosystemId | undefined {
  return ecosystemByOsReleaseId.get(id);
}

/** The release as the distribution's advisories name it; `undefined` for rolling ones and if it is unknown. */
export function releaseOfDistribution(ecosystemId: EcosystemId, stated: StatedDistribution): string | undefined {
  const { distribution } = ecosystem(ecosystemId);
  if (distribution === undefined || distribution.release === 'rolling') return undefined;
  const version = stated.versionId ?? '';
  if (version === '') return releaseOfCodename(distribution, stated);
  const { development } = distribution;
  if (development?.markers.some((marker) => version.includes(marker)) === true) return development.release;
  return releaseRules[distribution.release](version);
}

const ecosystemByOsReleaseId: ReadonlyMap<string, EcosystemId> = new Map(
  ecosystemIds.flatMap((id) => (ecosystem(id).distribution?.osReleaseIds ?? []).map((osReleaseId) => [osReleaseId, id] as const)),
);

const releaseRules: Readonly<Record<Exclude<Distribution['release'], 'rolling'>, (version: string) => string | undefined>> = {
  major: (version) => leadingNumbers(version, 1),
  'major.minor': (version) => leadingNumbers(version, 2) ?? leadingNumbers(version, 1),
  all: (version) => version,
};

/** `3.20.3` with a count of 2 is `3.20`; `undefined` when there are fewer. */
function leadingNumbers(version: string, count: 1 | 2): string | undefined {
  return (count === 1 ? /^\d+/ : /^\d+\.\d+/).exec(version)?.[0];
}

/** Debian's testing and unstable have no VERSION_ID, only `VERSION_CODENAME=forky` or `forky/sid`. */
function releaseOfCodename(distribution: Distribution, stated: StatedDistribution): string | undefined {
  const words = `${stated.codename ?? ''} ${stated.prettyName ?? ''}`.toLowerCase().split(/[\s/()]+/);
  const named = Object.entries(distribution.codenames ?? {}).find(([, codename]) => words.includes(codename));
  if (named !== undefined) return named[0];
  const { development } = distribution;
  return development?.markers.some((marker) => words.includes(marker)) === true ? development.release : undefined;
}
