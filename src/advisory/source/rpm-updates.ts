import { type Advisory, type AffectedPackage } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type XmlElement } from '../../lib/xml/parse-xml.ts';
import { boundDate, boundDescription, boundReferences, boundTitle } from './bounded-text.ts';
import { groupBuilds, type FixedBuild } from './rpm-builds.ts';
import { RecordError } from './record-error.ts';
import { parseSeverityWord } from './severity-words.ts';
import { childOf, childrenOf, textOf } from './xml-records.ts';

/** What a publisher's `updateinfo.xml` is about. */
export interface UpdateRepository {
  readonly ecosystem: EcosystemId;
  readonly release: string;
  readonly sourceId: string;
  /** Name that its severities go by. */
  readonly origin: string;
  /** A repository beside the plain ones, such as Amazon's extras. */
  readonly stream?: string;
  /** Its page about a bulletin. */
  pageOf(id: string): string;
  /** Its licence allows to pass on what it writes. */
  readonly mayDescribe: boolean;
}

/**
 * One `<update>` of a repository's updateinfo.xml (createrepo_c, "updateinfo"): a bulletin with the packages that it brings. `undefined` for bug fixes and
 * enhancements without a CVE. Throws RecordError.
 */
export function convertUpdate(update: XmlElement, repository: UpdateRepository): Advisory | undefined {
  const id = textOf(update, 'id');
  if (id === undefined || id.length > 200) throw new RecordError('it has no id');
  const references = childrenOf(childOf(update, 'references'), 'reference');
  const covers = coversOf(update, references);
  if (covers.length === 0 && update.attributes.get('type') !== 'security') return undefined;
  const title = boundTitle(textOf(update, 'title') ?? textOf(update, 'summary'));
  const description = repository.mayDescribe ? boundDescription(textOf(update, 'description'), title) : undefined;
  const published = dateOf(update, 'issued');
  const modified = dateOf(update, 'updated') ?? published;
  const severity = parseSeverityWord(textOf(update, 'severity'));
  return {
    id,
    sourceId: repository.sourceId,
    aliases: [],
    covers,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    severities: severity === undefined ? [] : [{ origin: repository.origin, severity }],
    references: boundReferences([repository.pageOf(id), ...references.map(hrefOf).filter((url) => !url.includes('cve.mitre.org'))]),
    affected: affectedOf(update, repository),
  };
}

function hrefOf({ attributes }: XmlElement): string {
  return attributes.get('href') ?? '';
}

const cvePattern = /CVE-\d{4}-\d{4,19}/g;
const mostCovered = 2000;

/** CVEs that it refers to; Fedora names some only in the title of a bug or in the text. */
function coversOf(update: XmlElement, references: readonly XmlElement[]): readonly string[] {
  const listed = references.flatMap(({ attributes }) => [attributes.get('id') ?? '', attributes.get('title') ?? '']);
  const named = listed.join(' ').match(cvePattern) ?? [];
  const told =
    named.length > 0 ? named : (`${textOf(update, 'title') ?? ''} ${textOf(update, 'description') ?? ''}`.match(cvePattern) ?? []);
  return [...new Set<string>(told)].slice(0, mostCovered);
}

function affectedOf(update: XmlElement, { ecosystem, release, stream }: UpdateRepository): readonly AffectedPackage[] {
  const builds: FixedBuild[] = [];
  for (const collection of childrenOf(childOf(update, 'pkglist'), 'collection')) {
    const module = childOf(collection, 'module')?.attributes;
    const name = module?.get('name');
    const ofModule = name === undefined ? undefined : `${name}:${module?.get('stream') ?? ''}`;
    for (const { attributes } of childrenOf(collection, 'package')) {
      builds.push({ ...buildOf(attributes), ...(ofModule !== undefined && { module: ofModule }), ...(stream !== undefined && { stream }) });
    }
  }
  if (builds.length === 0) throw new RecordError('it has no packages');
  return groupBuilds(builds).map((build) => ({ ecosystem, release, ...build }));
}

function buildOf(attributes: ReadonlyMap<string, string>): FixedBuild {
  const [name, version, release, architecture, epoch] = ['name', 'version', 'release', 'arch', 'epoch'].map(
    (key) => attributes.get(key) ?? '',
  );
  if (!name || !version || !release || !architecture) throw new RecordError('a package has no name, version, release or architecture');
  return { name, fixed: epoch === '' || epoch === '0' ? `${version}-${release}` : `${epoch}:${version}-${release}`, architecture };
}

/** `2023-02-17 20:41:00` in UTC, with or without seconds. */
function dateOf(update: XmlElement, name: string): string | undefined {
  const date = childOf(update, name)?.attributes.get('date') ?? '';
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?/.exec(date) ?? [];
  return day === undefined ? undefined : boundDate(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
}
