import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeTargets } from '../../tuf/decode-targets.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { isDelegationName, type TargetsRole } from '../../tuf/role-name.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type EditedContent } from './repository-content.ts';

/**
 * A delegation that was removed and is added again continues the versions of its old file: a registry keeps that file, and readers remember its version.
 * What the registry has is not verified; nothing but its version is used. A Notary server does this by itself.
 */
export async function continueVersions(edited: EditedContent, context: Pick<NotaryContext, 'remote' | 'runtime'>): Promise<EditedContent> {
  if (context.remote.serverKeys !== undefined) return edited;
  const targets = new Map(edited.targets);
  for (const role of edited.dirty) {
    const content = role === 'root' || role === 'snapshot' || !isDelegationName(role) ? undefined : targets.get(role);
    if (content?.version !== 0) continue;
    const version = await storedVersion(role as TargetsRole, context);
    if (version !== undefined && version < limits.metadataVersion) targets.set(role as TargetsRole, { ...content, version });
  }
  return { ...edited, targets };
}

async function storedVersion(
  role: TargetsRole,
  { remote, runtime }: Pick<NotaryContext, 'remote' | 'runtime'>,
): Promise<number | undefined> {
  const bytes = await remote.fetch({ role }, maxMetadataBytes(role), runtime);
  if (bytes === undefined) return undefined;
  try {
    return decodeTargets(role, bytes).content.version;
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}
