import { type TreeEntry } from '../../../model/file-tree.ts';
import { type Catalogued, type FactCataloger } from '../../cataloger.ts';
import { languageIssue } from '../catalog-lock.ts';
import { makeLockPackages, type LockRecord } from '../lock-record.ts';
import { type RustAudit } from './read-audit-data.ts';
import { rustAuditData } from './rust-audit-data.ts';

/** The crates that a Rust program was built from, where it was built with cargo-auditable. */
export const rustBinary: FactCataloger = {
  id: 'rust-binary',
  evidence: 'binary',
  ecosystems: ['cargo'],
  details: ['dependencies'],
  reads: 'Rust executables built with cargo-auditable (ELF)',
  inspector: rustAuditData,
  catalogFact: (file, value) => catalogRustBinary(file, value as RustAudit),
};

function catalogRustBinary(file: TreeEntry, audit: RustAudit): Catalogued {
  if ('problem' in audit)
    return {
      packages: [],
      issues: [],
      unlessOwned: [languageIssue('EXECUTABLE_UNREADABLE', 'cargo', rustBinary.id, file, `cannot be read: ${audit.problem}`)],
    };
  const { crates } = audit;
  const roots = new Set(crates.flatMap((crate) => (crate?.isRoot === true ? crate.dependencies : [])));
  const records = crates.flatMap((crate, place): readonly LockRecord[] => {
    if (crate === null) return [];
    const { name, version, source, isRoot, dependencies } = crate;
    // A crate of the project's folders has no source that anybody else could know.
    const isOwn = isRoot === true || source === 'local';
    return [
      {
        key: String(place),
        name,
        version,
        ...(isOwn ? { isOwn } : { isDirect: roots.has(place) }),
        evidence: 'binary',
        dependencies: dependencies.map(String),
      },
    ];
  });
  return { packages: makeLockPackages('cargo', records, file), issues: [] };
}
