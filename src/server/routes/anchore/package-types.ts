import { type EcosystemId } from '../../../model/ecosystem.ts';
import { packageManagerOf } from '../../../model/ecosystem.ts';
import { type PackageContent } from '../../ingest/split-report.ts';

/** Anchore's names of languages, where they are not the purl's. */
const languages: ReadonlyMap<string, string> = new Map([
  ['pypi', 'python'],
  ['maven', 'java'],
  ['golang', 'go'],
  ['generic', 'binary'],
]);
/** Of package managers. */
const managers: ReadonlyMap<string, string> = new Map([
  ['dpkg', 'dpkg'],
  ['deb', 'dpkg'],
  ['apk', 'apkg'],
  ['rpm', 'rpm'],
]);

/** What Anchore lists a package under: `os`, or a language. */
export function contentType({ ecosystem, purl }: Pick<PackageContent, 'ecosystem' | 'purl'>): string {
  return packageManagerOf(ecosystem) === undefined ? languageOf(purl) : 'os';
}

/** `dpkg`, `npm`, `python`. */
export function packageType({ ecosystem, purl }: { readonly ecosystem: EcosystemId; readonly purl: string }): string {
  const manager = packageManagerOf(ecosystem);
  return manager === undefined ? languageOf(purl) : (managers.get(manager) ?? manager);
}

function languageOf(purl: string): string {
  const type = /^pkg:([^/]+)\//.exec(purl)?.[1] ?? 'binary';
  return languages.get(type) ?? type;
}
