import { PratiqueError } from '../../../model/pratique-error.ts';
import { addSigner } from '../../../trust/notary/operation/add-signer.ts';
import { removeSigner } from '../../../trust/notary/operation/remove-signer.ts';
import { signableRoles } from '../../../trust/notary/operation/signable-roles.ts';
import { exportCommand, sharedKeyIds } from '../../../trust/notary/publish/key-missing.ts';
import { type Publication } from '../../../trust/notary/publish/publish-edited.ts';
import { hasOption, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { readPublicKeyFile } from '../../terminal/read-public-key-file.ts';
import { confirm, openTrust, type OpenedTrust } from '../context.ts';
import { noteNewRepository } from '../new-repository-notes.ts';
import { describeVersions, writeLines } from '../text.ts';

export async function runSignerAdd(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', ...repositories] = input.arguments;
  const files = optionValues(input, 'key');
  if (files.length === 0) throw new PratiqueError('USAGE', `no public key given for the signer ${name}`, { hint: 'add --key FILE' });
  const keys = files.map(readPublicKeyFile);
  for (const repository of repositories) {
    await using opened = await openTrust(repository, input, context);
    context.output.note(
      `pratique: a repository with signers is signed by them: jobs that sign ${opened.gun} with the owner’s key need "trust sign --role targets" from now on`,
    );
    const publication = await addSigner(opened.trust, { name, keys, isStaged: hasOption(input, 'stage') });
    if (publication !== undefined && 'rootKeyId' in publication) noteNewRepository(opened, publication.repository, context);
    const outcome = publication === undefined ? 'staged' : describeVersions(publication);
    await writeLines(context.output, [`added signer ${name} to ${opened.gun}: ${outcome}\n`]);
    if (publication !== undefined) await noteSigning(name, opened, publication, context);
  }
  return 0;
}

export async function runSignerRemove(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', ...repositories] = input.arguments;
  for (const repository of repositories) {
    await using opened = await openTrust(repository, input, context);
    await confirm(`Remove the signer ${name} from ${opened.gun}?`, input);
    const publication = await removeSigner(opened.trust, { name, isForced: hasOption(input, 'force'), isStaged: hasOption(input, 'stage') });
    const outcome = publication === undefined ? 'staged' : describeVersions(publication);
    await writeLines(context.output, [`removed signer ${name} from ${opened.gun}: ${outcome}\n`]);
  }
  return 0;
} // prettier-ignore

/** What the signer needs, and that tags are signed by the signers from now on. */
async function noteSigning(name: string, opened: OpenedTrust, { repository }: Publication, { output }: CommandContext): Promise<void> {
  const { trust, gun, isInRegistry } = opened;
  if (isInRegistry) {
    output.note(`pratique: ${name} also needs the snapshot and timestamp keys, because a registry signs neither. Export them and send them to ${name}:`);
    output.note(`  ${exportCommand(sharedKeyIds(repository.root.content))}`);
    output.note(`pratique: ${name} then runs:`);
    output.note('  pratique trust key import --server registry keys.pem');
    output.note(`pratique: a key from pratique trust key generate is on ${name}’s machine already; another key file is loaded there:`);
    output.note(`  pratique trust key load --server registry --name ${name} KEY_FILE`);
  }
  try {
    await signableRoles(repository, '', trust.keys, trust.remote);
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code !== 'KEY_NOT_FOUND') throw error;
    output.note(`pratique: "trust sign" now signs ${gun} as its signers do, and this machine has no signer’s key; to sign here: ${error.hint}`);
  }
} // prettier-ignore
