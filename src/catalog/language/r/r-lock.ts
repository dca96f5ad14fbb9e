import { type EcosystemId } from '../../../model/ecosystem.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock, withAllowedNames } from '../catalog-lock.ts';
import { asObject, asText, parseJsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseControlFields } from '../parse-control-fields.ts';
import { textOf } from '../text-of.ts';
import { isRName } from './r-installed.ts';

/** renv.lock (rstudio.github.io/renv, "Lockfiles") and packrat.lock, its predecessor's, which is a control file. */
export const rLock: FileCataloger = lockCataloger({
  id: 'r-lock',
  ecosystems: ['cran', 'bioconductor'],
  details: ['dependencies'],
  files: { names: ['renv.lock', 'packrat.lock'] },
  parse: (content, { path }) =>
    withAllowedNames(path.endsWith('packrat.lock') ? parsePackratLock(textOf(content)) : parseRenvLock(content), isRName, 'R'),
});

function parseRenvLock(content: Uint8Array): Lock {
  const lock = parseJsonObject(content);
  if (lock === undefined) return unreadableLock('is not a JSON object');
  const packages = asObject(lock['Packages']);
  if (packages === undefined) return unreadableLock('has no packages');
  const records = Object.entries(packages).map(([key, value]): LockRecord => {
    const entry = asObject(value) ?? {};
    const needs = [entry['Requirements'], entry['Depends'], entry['Imports'], entry['LinkingTo']].flatMap((list) =>
      Array.isArray(list) ? list.flatMap((each) => asText(each)?.replace(/[\s(].*$/s, '') ?? []) : [],
    );
    return { ...recordOf(asText(entry['Package']) ?? key, (field) => asText(entry[field])), key, dependencies: [...new Set(needs)] };
  });
  return { records, problems: [] };
}

/** Its first record is about packrat itself. */
function parsePackratLock(text: string): Lock {
  const [head, ...records] = parseControlFields(text);
  if (head?.has('PackratFormat') !== true) return unreadableLock('is not a lock file of packrat');
  return {
    records: records.flatMap((fields) => {
      const name = fields.get('Package');
      const needs = (fields.get('Requires') ?? '').split(',').map((each) => each.trim());
      return name === undefined ? [] : [{ ...recordOf(name, (field) => fields.get(field)), key: name, dependencies: needs }];
    }),
    problems: [],
  };
}

function recordOf(name: string, field: (name: string) => string | undefined): Omit<LockRecord, 'key' | 'dependencies'> {
  const version = field('Version');
  const source = field('Source')?.toLowerCase();
  const ecosystem: EcosystemId = source === 'bioconductor' ? 'bioconductor' : 'cran';
  const [user, repository, commit] = [
    field('RemoteUsername') ?? field('GithubUsername'),
    field('RemoteRepo') ?? field('GithubRepo'),
    field('RemoteSha') ?? field('GithubSha1'),
  ];
  const isRepository =
    source !== undefined && ['github', 'gitlab', 'bitbucket'].includes(source) && user !== undefined && repository !== undefined;
  const place = isRepository
    ? `https://${(field('RemoteHost') ?? '').replace(/^api\./, '') || `${source}.com`}/${user}/${repository}`
    : field('RemoteUrl');
  return {
    name,
    ecosystem,
    ...(version === undefined ? {} : { version }),
    ...(place === undefined ? {} : { purl: { qualifiers: { vcs_url: commit === undefined ? place : `${place}@${commit}` } } }),
  };
}
