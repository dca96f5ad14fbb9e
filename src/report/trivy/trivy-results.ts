import { ecosystem } from '../../model/ecosystem.ts';
import { type Finding, type RuleKind } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type ScanTarget } from '../../model/report.ts';
import { type ReportView } from '../report-view.ts';
import { trivyFamilies, trivyTypes } from './trivy-names.ts';

/** A member of `Results`: the packages of one package manager, or one file. */
export interface TrivyResult {
  readonly Target: string;
  readonly Class: string;
  readonly Type?: string;
  /** The member that lists `entries`; absent where there are none. */
  readonly list?: 'Vulnerabilities' | 'Misconfigurations' | 'Secrets' | 'Licenses';
  /** What `toTrivyFinding` takes, one after the other: a large report is never in memory twice. */
  readonly entries: readonly TrivyEntry[];
}

export interface TrivyEntry {
  readonly finding: Finding;
  /** The copy that the entry is about. */
  readonly package?: Package;
}

/** How a report is divided in Trivy's JSON (SchemaVersion 2, `Results`), which its templates are written for, too. */
export function trivyResults(view: ReportView): readonly TrivyResult[] {
  const { target, packages } = view.report;
  const groups = new Map<string, TrivyResult & { readonly entries: TrivyEntry[] }>();
  const into = (place: Omit<TrivyResult, 'entries'>): TrivyEntry[] => {
    const key = JSON.stringify([place.Class, place.Type, place.Target]);
    const known = groups.get(key);
    const group = { ...known, ...place, entries: known?.entries ?? [] };
    groups.set(key, group);
    return group.entries;
  };
  const places = new Map(packages.map((found) => [found.id, placeOf(found, target)]));
  // What has no findings is a result, too: templates say that there are none.
  for (const found of packages) if (found.evidence !== 'claimed') into(places.get(found.id) ?? placeOf(found, target));
  const lists = new Map<string, TrivyEntry[]>();
  for (const finding of view.shown) {
    if (finding.kind !== 'vulnerability') {
      into({ Target: finding.locations[0]?.path ?? finding.setting ?? target.name, ...placeOfKind[finding.kind] }).push({ finding });
      continue;
    }
    for (const id of [finding.packageId, ...finding.otherPackageIds]) {
      const [found, place] = [view.packages.get(id), places.get(id)];
      if (found === undefined || place === undefined) continue;
      const entries = lists.get(id) ?? into({ ...place, list: 'Vulnerabilities' });
      lists.set(id, entries);
      entries.push({ finding, package: found });
    }
  }
  return [...groups.values()];
}

/** Packages of the distribution are one result, those of a language on disk one for each language, each lock file and each executable is one. */
function placeOf(found: Package, target: ScanTarget): Pick<TrivyResult, 'Target' | 'Class' | 'Type'> {
  const row = ecosystem(found.ecosystem);
  const path = found.locations[0]?.path ?? '';
  if (row.distribution !== undefined || target.distribution?.ecosystem === found.ecosystem) {
    const family = trivyFamilies.get(target.distribution?.id ?? '') ?? target.distribution?.id ?? found.ecosystem;
    return { Target: `${target.name} (${family} ${target.distribution?.versionId ?? ''})`, Class: 'os-pkgs', Type: family };
  }
  const names = trivyTypes.get(row.purlType);
  if (found.evidence === 'declared') return { Target: path, Class: 'lang-pkgs', Type: names?.declared ?? row.purlType };
  return { Target: names?.installed.title || path, Class: 'lang-pkgs', Type: names?.installed.type ?? row.purlType };
}

/** Checks of hosts are misconfiguration to Trivy. */
const placeOfKind: Readonly<Record<RuleKind, Pick<TrivyResult, 'Class' | 'Type' | 'list'>>> = {
  misconfiguration: { Class: 'config', Type: 'dockerfile', list: 'Misconfigurations' },
  audit: { Class: 'config', Type: 'dockerfile', list: 'Misconfigurations' },
  secret: { Class: 'secret', list: 'Secrets' },
  license: { Class: 'license', list: 'Licenses' },
};
