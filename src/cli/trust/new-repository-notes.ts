import { type TrustedRepository } from '../../trust/tuf/trusted-repository.ts';
import { type CommandContext } from '../command.ts';
import { type OpenedTrust } from './context.ts';

/** What the publisher needs after the first signature: the root key ID in the form that policies take, the policy, and a backup. */
export function noteNewRepository({ gun, trust, isInRegistry }: OpenedTrust, { root }: TrustedRepository, { output }: CommandContext): void {
  const ids = root.content.roles.root.keyIds;
  output.note(`pratique: created trust data for ${gun}, with new keys in ${trust.directory.path}`);
  output.note(`pratique: root key ID, to pin with --root-key or rootKeys: ${ids.join(', ')}`);
  output.note(`pratique: to verify with it: pratique verify ${isInRegistry ? '--trust-server registry ' : ''}${ids.map((id) => `--root-key ${id} `).join('')}${gun}:TAG`);
  output.note('pratique: to require this root, add to pratique.yaml:');
  const server = isInRegistry ? 'registry' : trust.remote.name;
  for (const line of ['version: 1', 'trust:', '  images:', `    - match: ${gun}`, '      notary:', `        server: ${server}`, '        rootKeys:', ...ids.map((id) => `          - ${id}`)])
    output.note(`  ${line}`);
  output.note(`pratique: back up the keys: ${isInRegistry ? 'pratique trust key export --server registry --all --output FILE' : 'pratique trust key export --all --output FILE'}`);
} // prettier-ignore
