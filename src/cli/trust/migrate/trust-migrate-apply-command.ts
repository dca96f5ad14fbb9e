import { type Command } from '../../command.ts';
import { fromOption, resignerOptions } from './migrate-options.ts';
import { formatOption, trustReadOptions } from '../trust-options.ts';

export const trustMigrateApplyCommand: Command = {
  name: 'trust migrate apply',
  summary: 're-sign images signed with Docker Content Trust, and write a policy',
  description: [
    'Signs every image whose old signature verifies and that is still in the registry: with a sigstore key (--key), with Notation (--notation-key), with trust metadata in the registry (--registry), or several of them. Only --registry binds tags to digests. Each new signature names the former signers, and a record file lists them. Without --yes, only shows the plan.',
    '--policy writes a policy that requires all the new signatures. An existing file is extended; if it contradicts the new policy, nothing is signed.',
    '--registry trusts only trust metadata that are yours: the root is pinned in the policy, cached on this machine, or made with keys that are here. --first-use and --root-key are for the old trust data.',
    'A tag that was revoked since is left out (TAG_REVOKED): by the trust metadata in the registry, or by the Notary server of an archive, if --server names it. --sign-again signs it all the same.',
    'An interrupted run continues when repeated: images that have the signature are not signed again. Exit code 4: something was not carried over.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image names without tags (GUN in Notary)', isOptional: true, isVariadic: true }],
  options: [
    fromOption,
    { name: 'yes', short: 'y', meaning: 'sign (default: dry run)' },
    { name: 'record', value: 'FILE', meaning: 'append who had signed what to this file, as JSON lines', default: 'content-trust-migration.jsonl', completes: 'file' },
    { name: 'policy', value: 'FILE', meaning: 'write the policy to this file, or add it to an existing one', completes: 'file' },
    { name: 'sign-again', value: 'TAG', meaning: 'sign this tag although it was revoked since', isRepeatable: true },
    formatOption('output format', ['table', 'json', 'markdown'], 'table'),
    ...resignerOptions,
    ...trustReadOptions,
  ],
  examples: [
    { line: 'pratique trust migrate apply docker.io/org/app --key cosign.key', does: 'show what would be signed' },
    { line: 'pratique trust migrate apply docker.io/org/app --key cosign.key --registry --policy pratique.yaml --yes', does: 'sign images, bind tags, and write the policy' },
  ],
  run: async (input, context) => (await import('./apply.ts')).runApply(input, context),
}; // prettier-ignore
