import { type LanguagePurl } from '../language-package.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { unreadableLock } from '../catalog-lock.ts';
import { asTerms, parseTerms, textOfTerm, type Term } from './parse-terms.ts';

/**
 * mix.lock: an Elixir map from applications to `{:hex, package, version, checksum, managers, dependencies, repository, checksum}`, `{:git, url, commit, options}` or `{:path, …}`. hexpm/hex,
 * lib/hex/scm.ex, and elixir-lang/elixir, lib/mix/lib/mix/scm/git.ex.
 */
export function parseMixLock(text: string): Lock {
  const terms = parseTerms(text, 'elixir');
  if (terms === undefined) return unreadableLock('is not an Elixir map');
  const problems: string[] = [];
  // A map that is written in several parts, as version 1 was, is read in one.
  const records = terms.flatMap(
    (map) => asTerms(map)?.flatMap((pair) => readEntry(pair) ?? (problems.push('has an entry that is no package'), [])) ?? [],
  );
  return { records, problems };
}

function readEntry(pair: Term): LockRecord | undefined {
  const [key, value] = asTerms(pair) ?? [];
  const application = textOfTerm(key);
  const [manager, second, third, , , dependencies, repository] = asTerms(value) ?? [];
  if (application === undefined) return undefined;
  if (manager === 'path') return { key: application, name: application, isOwn: true, dependencies: [] };
  const version = textOfTerm(third);
  if (version === undefined) return undefined;
  if (manager === 'git') {
    const purl = { qualifiers: { vcs_url: `${textOfTerm(second) ?? ''}@${version}` } };
    return { key: application, name: application, version, purl, dependencies: [] };
  }
  const name = textOfTerm(second);
  if (manager !== 'hex' || name === undefined) return undefined;
  const purl = purlOf(textOfTerm(repository), name);
  return {
    key: application,
    name,
    version,
    ...(purl === undefined ? {} : { purl }),
    dependencies: asTerms(dependencies)?.flatMap((each) => textOfTerm(asTerms(each)?.[0]) ?? []) ?? [],
  };
}

/** An organisation has its own repository, `hexpm:acme`; other names are of other registries. purl-spec, hex. */
function purlOf(repository: string | undefined, name: string): LanguagePurl | undefined {
  if (repository === undefined || repository === 'hexpm') return undefined;
  return repository.startsWith('hexpm:')
    ? { namespace: repository.slice('hexpm:'.length), name }
    : { qualifiers: { repository_url: repository } };
}
