import { unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { asTerms, parseTerms, textOfTerm, type Term } from './parse-terms.ts';

/**
 * rebar.lock: a list of `{application, source, level}`; since version 1.1 in `{version, list}`, followed by hashes. Level 0 is what the project asks for itself.
 * erlang/rebar3, apps/rebar/src/rebar_config.erl.
 */
export function parseRebarLock(text: string): Lock {
  const [first] = parseTerms(text, 'erlang') ?? [];
  if (first === undefined) return unreadableLock(text.trim() === '' ? 'is empty' : 'is not an Erlang term');
  const isVersioned = typeof asTerms(first)?.[0] === 'string';
  const entries = asTerms(isVersioned ? asTerms(first)?.[1] : first);
  if (entries === undefined) return unreadableLock('has no list of packages');
  const problems: string[] = [];
  const records = entries.flatMap((entry) => readEntry(entry) ?? (problems.push('has an entry that is no package'), []));
  return { records, problems };
}

/** `{pkg, name, version}`, also with its hashes; `{git, url, {ref, commit}}`, which may be inside `{git_subdir, …}` or named after another system. */
function readEntry(entry: Term): LockRecord | undefined {
  const [application, source, level] = asTerms(entry) ?? [];
  const [kind, second, third] = asTerms(source) ?? [];
  const key = textOfTerm(application);
  const where = textOfTerm(second);
  if (key === undefined || where === undefined) return undefined;
  const isDirect = level === undefined ? {} : { isDirect: level === '0' };
  if (kind === 'pkg') {
    const version = textOfTerm(third);
    return { key, name: where, ...(version === undefined ? {} : { version }), ...isDirect, dependencies: [] };
  }
  const reference = textOfTerm(asTerms(third)?.[1]) ?? textOfTerm(third);
  const purl = { qualifiers: { vcs_url: reference === undefined ? where : `${where}@${reference}` } };
  return { key, name: key, ...(reference === undefined ? {} : { version: reference }), purl, ...isDirect, dependencies: [] };
}
