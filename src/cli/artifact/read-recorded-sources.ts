import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type ImageReference } from '../../model/reference.ts';
import { gunsOf } from '../../trust/notary/repository-gun.ts';
import { type RecordedSources } from '../../trust/registry-metadata/metadata-place.ts';

/**
 * What the trust policy that `verify` reads (`pratique.yaml`, $PRATIQUE_CONFIG) says of a repository as a copy; `undefined` where there is no policy for it.
 * Throws CONFIG_INVALID.
 */
export async function readRecordedSources(reference: ImageReference): Promise<RecordedSources | undefined> {
  const file = readConfigurationFile(undefined);
  if (file === undefined) return undefined;
  const [{ decodeTrustPolicy }, { findJudgedStatement }, { sourceNames }] = await Promise.all([
    import('../../trust/verdict/policy/decode-trust-policy.ts'),
    import('../../trust/verdict/policy/find-judged-statement.ts'),
    import('../../trust/verdict/signed-names.ts'),
  ]);
  const policy = decodeTrustPolicy(file.text, file.path);
  const found = policy && findJudgedStatement(policy, reference);
  if (policy === undefined || found === undefined) return undefined;
  const { statement, judgedAs } = found;
  const sources = [...(judgedAs === undefined ? [] : [judgedAs]), ...sourceNames(judgedAs ?? reference, statement, { policy })];
  return { names: sources.flatMap(gunsOf), rootKeyIds: statement.notary?.rootKeyIds ?? [] };
}
