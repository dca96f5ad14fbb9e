import { unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';

/**
 * cabal.project.freeze: cabal.readthedocs.io, "cabal freeze". The field `constraints` has `any.NAME ==VERSION` of each package, `NAME installed` of those that come with GHC, and flags (`NAME
 * +flag`). Conditions and other fields are passed over.
 */
export function parseCabalFreeze(text: string): Lock {
  const constraints = fieldsOf(text).get('constraints');
  if (constraints === undefined)
    return /^\s*[a-z-]+\s*:/m.test(text) ? { records: [], problems: [] } : unreadableLock('has no constraints');
  const records: LockRecord[] = [];
  const installed: string[] = [];
  for (const constraint of constraints.split(',')) {
    const [, name = '', rest = ''] = /^\s*(?:(?:any|setup)\.|[A-Za-z0-9-]+:setup\.)?([A-Za-z0-9-]+)\s*(.*)$/s.exec(constraint) ?? [];
    const version = /^==\s*(\d+(?:\.\d+)*)\s*$/.exec(rest)?.[1];
    if (version !== undefined) records.push({ key: `${name}-${version}`, name, version, dependencies: [] });
    else if (rest.trim() === 'installed') installed.push(name);
  }
  return { records, problems: [], unpinned: installed };
}

/** `name: value`, continued on lines that are indented; `--` begins a comment. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const content = line.replace(/(?:^|\s)--.*$/, '');
    const [, field, value = ''] = /^([A-Za-z][A-Za-z-]*)\s*:(.*)$/.exec(content) ?? [];
    if (field !== undefined) {
      name = field.toLowerCase();
      const known = fields.get(name);
      fields.set(name, known === undefined ? value : `${known},${value}`);
    } else if (name !== undefined && /^\s/.test(line)) fields.set(name, `${fields.get(name) ?? ''} ${content.trim()}`);
    else if (content.trim() !== '') name = undefined;
  }
  return fields;
}
