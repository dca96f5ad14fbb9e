import { ecosystem } from '../../model/ecosystem.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { type Package } from '../../model/package.ts';
import { type Purl } from '../../model/purl.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { isSystemType } from '../identify-package.ts';
import { type SbomComponent, type SbomDocument } from './sbom-document.ts';
import { isSourceMissing } from './to-package.ts';

/** A component, its purl where it can be read, and its package where its ecosystem is known. */
export interface Judged {
  readonly component: SbomComponent;
  readonly purl?: Purl;
  readonly found?: Package;
}

const origin = 'sbom';

/** What a document leaves open: nothing that it does not say is taken for clean. */
export function judgeDocument(
  document: SbomDocument,
  judged: readonly Judged[],
  distribution: DetectedDistribution | undefined,
): readonly Issue[] {
  const isOurs = document.facts.has('scheme');
  return [
    ...withoutPurl(judged),
    ...unknownTypes(judged),
    ...withoutVersion(judged),
    ...withoutSource(judged),
    ...judgeDistribution(judged, distribution),
    ...(isOurs || document.coverage === 'complete' ? [] : [judgeCoverage(document)]),
  ];
}

function withoutPurl(judged: readonly Judged[]): readonly Issue[] {
  const unknown = judged.filter(({ component: { kind }, purl }) => kind === 'package' && purl === undefined);
  return unknown.length === 0 ? [] : [unidentified(unknown, 'no package URL that can be read')];
}

/** Purl types that no advisories are about. */
function unknownTypes(judged: readonly Judged[]): readonly Issue[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    if (one.purl === undefined || one.found !== undefined || one.component.kind === 'own') continue;
    const group = groups.get(one.purl.type);
    if (group === undefined) groups.set(one.purl.type, [one]);
    else group.push(one);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, group]) => unidentified(group, `a package URL of type ${type}, which is not supported`));
}

function unidentified(group: readonly Judged[], why: string): Issue {
  const have = group.length === 1 ? '1 component has' : `${group.length} components have`;
  return makeIssue('SBOM_PACKAGES_UNIDENTIFIED', origin, `${have} ${why}: ${namesOf(group)}`);
}

function withoutVersion(judged: readonly Judged[]): readonly Issue[] {
  const unversioned = judged.filter(({ found }) => found !== undefined && found.version === undefined && found.isOwn !== true);
  if (unversioned.length === 0) return [];
  const have = unversioned.length === 1 ? '1 package has' : `${unversioned.length} packages have`;
  return [makeIssue('SBOM_VERSIONS_MISSING', origin, `${have} no version: ${namesOf(unversioned)}`)];
}

function withoutSource(judged: readonly Judged[]): readonly Issue[] {
  const without = judged.filter(
    ({ component, purl, found }) => purl !== undefined && found !== undefined && isSourceMissing(component, purl, found),
  );
  if (without.length === 0) return [];
  const have = without.length === 1 ? '1 package has' : `${without.length} packages have`;
  return [
    makeIssue('SBOM_SOURCES_MISSING', origin, `${have} no source package, so advisories were looked up under the package’s own name`),
  ];
}

/** Packages of a system whose distribution nobody names. */
function judgeDistribution(judged: readonly Judged[], distribution: DetectedDistribution | undefined): readonly Issue[] {
  if (distribution !== undefined) {
    if (distribution.ecosystem !== undefined) return [];
    const name = distribution.prettyName ?? distribution.id;
    return [makeIssue('DISTRIBUTION_UNKNOWN', origin, `${name} is not a distribution with known advisories`)];
  }
  const stray = judged.filter(
    ({ purl, found }) =>
      purl !== undefined && found !== undefined && isSystemType(purl.type) && ecosystem(found.ecosystem).distribution === undefined,
  );
  if (stray.length === 0) return [];
  return [
    makeIssue(
      'DISTRIBUTION_UNKNOWN',
      origin,
      `the SBOM lists packages of a system (${namesOf(stray)}), but does not name its distribution`,
    ),
  ];
}

function judgeCoverage({ coverage, format }: SbomDocument): Issue {
  return makeIssue(
    'SBOM_INCOMPLETE',
    origin,
    coverage === 'incomplete'
      ? `the ${format} document says that it is not complete`
      : `the ${format} document does not say whether it lists everything`,
  );
}

const namesShown = 5;

/** The first few names, the rest as a count. */
function namesOf(group: readonly Judged[]): string {
  const names = [...new Set(group.map(({ component }) => component.name.slice(0, 120)))];
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  return names.slice(0, namesShown).join(', ') + more;
}
