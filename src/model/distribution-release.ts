import { ecosystem, ecosystemIds, type EcosystemId } from './ecosystem.ts';
import { type Derivative, type Distribution, type SupportDates } from './ecosystem-row.ts';

/** What a release file says; nothing of it is trusted to be a release yet. */
export interface StatedDistribution {
  /** `ID` of os-release(5). */
  readonly id: string;
  readonly versionId?: string;
  readonly codename?: string;
  readonly prettyName?: string;
  /** Other keys of os-release that derivatives name their base by. */
  readonly baseKeys?: ReadonlyMap<string, string>;
}

/** The row of the ecosystem table that a stated distribution is judged by. */
export interface KnownDistribution {
  readonly ecosystem: EcosystemId;
  /** As the advisories of the row name it; absent for rolling distributions and if it is unknown. */
  readonly release?: string;
  /** Present where it is one of the row's derivatives. */
  readonly derivative?: Derivative;
  readonly support?: SupportDates;
}

/** ID_LIKE is no proof: a derivative that the table does not name has advisories of its own, or none. */
export function findDistribution(stated: StatedDistribution): KnownDistribution | undefined {
  const place = derivatives.find(({ derivative }) => isNamed(derivative, stated));
  const id = place?.id ?? ecosystemByOsReleaseId.get(stated.id);
  const row = id === undefined ? undefined : ecosystem(id).distribution;
  if (id === undefined || row === undefined) return undefined;
  const derivative = place?.derivative;
  const release = derivative === undefined ? releaseOf(row, stated) : releaseOfDerivative(row, derivative, stated);
  const support = derivative?.support ?? row.support;
  return {
    ecosystem: id,
    ...(release === undefined ? {} : { release }),
    ...(derivative === undefined ? {} : { derivative }),
    ...(support === undefined ? {} : { support }),
  };
}

/** In the order of the table: of those that share an ID, the ones with a name come first. */
const derivatives: readonly { readonly id: EcosystemId; readonly derivative: Derivative }[] = ecosystemIds.flatMap((id) =>
  (ecosystem(id).distribution?.derivatives ?? []).map((derivative) => ({ id, derivative })),
);

const ecosystemByOsReleaseId: ReadonlyMap<string, EcosystemId> = new Map(
  ecosystemIds.flatMap((id) => (ecosystem(id).distribution?.osReleaseIds ?? []).map((osReleaseId) => [osReleaseId, id] as const)),
);

function isNamed({ osReleaseIds, nameStart = '' }: Derivative, { id, prettyName = '' }: StatedDistribution): boolean {
  return osReleaseIds.includes(id) && prettyName.startsWith(nameStart);
}

function releaseOf(distribution: Distribution, stated: StatedDistribution): string | undefined {
  if (distribution.release === 'rolling') return undefined;
  const version = stated.versionId ?? '';
  if (version === '') return releaseOfCodename(distribution, stated);
  const { development } = distribution;
  if (development?.markers.some((marker) => version.includes(marker)) === true) return development.release;
  return releaseRules[distribution.release](version);
}

function releaseOfDerivative(
  distribution: Distribution,
  { releaseKey, releases }: Derivative,
  stated: StatedDistribution,
): string | undefined {
  if (releaseKey === undefined) {
    const version = stated.versionId ?? '';
    return releases === undefined ? releaseOf(distribution, stated) : (releases[version] ?? releases[leadingNumbers(version, 1) ?? '']);
  }
  const base = stated.baseKeys?.get(releaseKey);
  if (base === undefined) return undefined;
  const isVersion = releaseKey.endsWith('_VERSION');
  return releaseOf(distribution, isVersion ? { id: stated.id, versionId: base } : { id: stated.id, codename: base });
}

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
