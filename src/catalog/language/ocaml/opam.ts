import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';
import { readOpamFields, type OpamFields } from './read-opam-fields.ts';

/**
 * opam files: opam.ocaml.org, "The opam file format". Those in a switch, `.opam-switch/packages/NAME.VERSION/opam`, are of installed packages; the others are the project's own, and
 * `*.opam.locked` fixes what it needs.
 */
export const opam: FileCataloger = lockCataloger({
  id: 'opam',
  ecosystems: ['opam'],
  details: ['dependencies', 'development', 'licenses'],
  files: { names: ['opam'], suffixes: ['.opam', '.opam.locked'] },
  parse: (content, { path }) => {
    const fields = readOpamFields(textOf(content));
    if (fields === undefined) return unreadableLock('is not an opam file');
    const [, ofFolder, versionOfFolder] = /(?:^|\/)([A-Za-z0-9_+-]+)\.(\d[^/]*|v\d[^/]*|dev|base)\/opam$/.exec(path) ?? [];
    const name = textIn(fields, 'name') ?? ofFolder ?? /(?:^|\/)([A-Za-z0-9_+-]+)\.opam(?:\.locked)?$/.exec(path)?.[1];
    const version = textIn(fields, 'version') ?? versionOfFolder;
    if (name === undefined) return unreadableLock('has no name');
    const licenses = (fields.get('license') ?? []).map(({ text }) => text);
    const found = { key: name, name, licenses, ...(version === undefined ? {} : { version }) };
    if (/(?:^|\/)\.opam-switch\/packages\/[^/]+\/opam$/.test(path))
      return { records: [{ ...found, evidence: 'file', dependencies: [] }], problems: [] };
    // A repository has a file of every version of every package, of which none is installed.
    if (/(?:^|\/)(?:repo|packages)\/(?:[^/]+\/)+[^/]+\/opam$/.test(path) || path.includes('.opam-switch/')) return undefined;
    return ownLock(found, fields, path.endsWith('.locked'));
  },
});

function ownLock(own: Omit<LockRecord, 'dependencies'>, fields: OpamFields, isLocked: boolean): Lock {
  const needs = (fields.get('depends') ?? []).flatMap(({ text, exact, filters }): readonly LockRecord[] => {
    if (!isLocked || exact === undefined) return [];
    const isDevelopment = filters.some((word) => ['with-test', 'with-doc', 'with-dev-setup'].includes(word));
    return [{ key: text, name: text, version: exact, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] }];
  });
  return { records: [{ ...own, isOwn: true, dependencies: needs.map(({ key }) => key) }, ...needs], problems: [] };
}

function textIn(fields: OpamFields, name: string): string | undefined {
  return fields.get(name)?.[0]?.text;
}
