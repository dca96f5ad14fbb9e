import { VerificationError } from '../../model/trust/verification-error.ts';
import { decodeFileMeta } from './decode-file-meta.ts';
import { decodeFile } from './decode-file.ts';
import { type FileMeta, type MetadataFile, type SnapshotMetadata } from './metadata.ts';
import { malformed, quote, readMap } from './read-fields.ts';
import { isRoleName, type RoleName } from './role-name.ts';

/** Reads snapshot metadata (notary tuf/data/snapshot.go): `root`, `targets` and delegations, each once and by its hash. */
export function decodeSnapshot(bytes: Buffer): MetadataFile<SnapshotMetadata> {
  return decodeFile('snapshot', bytes, (signed, common) => {
    const meta = new Map<RoleName, FileMeta>();
    for (const [name, value] of readMap(signed.get('meta'), 'snapshot', 'meta')) {
      if (!isRoleName(name))
        throw new VerificationError('ROLE_NAME_INVALID', 'snapshot', `the snapshot lists ${quote(name)}, which is not a role name`);
      meta.set(name, decodeFileMeta(value, 'snapshot', `meta.${name}`));
    }
    if (!meta.has('root') || !meta.has('targets')) throw malformed('snapshot', 'it does not list both root and targets');
    return { kind: 'snapshot', ...common, meta };
  });
}
