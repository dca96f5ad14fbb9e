import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type ImageReference } from '../../model/reference.ts';
import { findStatement } from '../../trust/verdict/policy/find-statement.ts';

/**
 * Root key IDs that the trust policy (`pratique.yaml`, $PRATIQUE_CONFIG) pins for a repository, in the registry or on a Notary server. They are a
 * reason not to create another root, and what a machine that has not met the repository expects of it. Where it has, what is kept decides, so that a
 * root can be looked at after it was rotated.
 */
export async function readKnownRootKeys(reference: ImageReference, isInRegistry: boolean, path?: string): Promise<readonly string[]> {
  const file = readConfigurationFile(path);
  if (file === undefined) return [];
  const { decodeTrustPolicy } = await import('../../trust/verdict/policy/decode-trust-policy.ts');
  const policy = decodeTrustPolicy(file.text, file.path);
  const terms = policy === undefined ? undefined : findStatement(policy, reference)?.statement.notary;
  return terms === undefined || (terms.server === 'registry') !== isInRegistry ? [] : terms.rootKeyIds;
}
