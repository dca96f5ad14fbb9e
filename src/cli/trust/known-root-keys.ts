import { readConfigurationFile } from '../../config/configuration-file.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference } from '../../model/reference.ts';
import { findJudgedStatement, type JudgedStatement } from '../../trust/verdict/policy/find-judged-statement.ts';
import { repositoryName } from '../../trust/verdict/policy/repository-names.ts';

/**
 * Root key IDs that the trust policy (`pratique.yaml`, $PRATIQUE_CONFIG) pins for a repository, in the registry or on a Notary server. They are a
 * reason not to create another root, and what a machine that has not met the repository expects of it. Where it has, what is kept decides, so that a
 * root can be looked at after it was rotated.
 */
export async function readKnownRootKeys(reference: ImageReference, isInRegistry: boolean, path?: string): Promise<readonly string[]> {
  const found = await readStatement(reference, path);
  return found?.judgedAs === undefined ? rootKeysOf(found, isInRegistry) : [];
}

/** The same, before a root is created. Throws TRUST_DATA_COPIED where the policy verifies the repository as a copy of another one, whose root counts. */
export async function readRootKeysToKeep(reference: ImageReference, isInRegistry: boolean): Promise<readonly string[]> {
  const found = await readStatement(reference);
  if (isInRegistry && found?.judgedAs !== undefined) {
    const [copy, source] = [reference, found.judgedAs].map(repositoryName);
    throw new PratiqueError('TRUST_DATA_COPIED', `the trust policy records ${copy} as a copy of ${source}, and verifies it as that`, {
      hint: `sign the tag there (pratique trust sign --server registry), then copy it with pratique copy. To sign ${copy} itself instead, remove it from copies in the policy`,
    });
  }
  return rootKeysOf(found, isInRegistry);
}

async function readStatement(reference: ImageReference, path?: string): Promise<JudgedStatement | undefined> {
  const file = readConfigurationFile(path);
  if (file === undefined) return undefined;
  const { decodeTrustPolicy } = await import('../../trust/verdict/policy/decode-trust-policy.ts');
  const policy = decodeTrustPolicy(file.text, file.path);
  return policy === undefined ? undefined : findJudgedStatement(policy, reference);
}

function rootKeysOf(found: JudgedStatement | undefined, isInRegistry: boolean): readonly string[] {
  const terms = found?.statement.notary;
  return terms === undefined || (terms.server === 'registry') !== isInRegistry ? [] : terms.rootKeyIds;
}
