import { lookup } from 'node:dns/promises';
import { classifyAddress, classifyHost } from '../../lib/http/address-class.ts';
import { Problem } from '../http/problem.ts';
import { type ServerContext } from '../server-context.ts';

/**
 * Whether a client may name this host: one on this machine or in a private network only if the server was started with `--allow-private-addresses`. The name is looked up again when it
 * is connected to, and `registryFor` has that connection checked too. Throws a problem.
 */
export async function assertAllowedRegistry(registry: string, { settings }: Pick<ServerContext, 'settings'>): Promise<void> {
  if (settings.allowsPrivateAddresses) return;
  const { hostname } = new URL(`http://${registry}`);
  const named = classifyHost(hostname);
  const addresses = named === undefined ? await lookup(hostname, { all: true }).catch(() => []) : [];
  const classes = named === undefined ? addresses.map(({ address }) => classifyAddress(address)) : [named];
  if (classes.some((each) => each !== 'public'))
    throw new Problem(400, `${registry} is not a public address; the server was started without --allow-private-addresses`, {
      errors: [{ field: 'body', rule: 'must name a registry with a public address' }],
    });
}
