import { type RegistryOptions } from '../../model/image.ts';
import { type ServerContext } from '../server-context.ts';

/** How a project reaches a registry: its own credentials for exactly this host, otherwise none. */
export async function registryFor(host: string, project: number, { db, keys, settings }: ServerContext): Promise<RegistryOptions> {
  const shared = { ...settings.scan.open.registry, ...(settings.allowsPrivateAddresses ? {} : { publicOnly: true }) };
  const row = await db
    .selectFrom('registry_credential')
    .select(['username', 'password'])
    .where('project_id', '=', project)
    .where('host', '=', host)
    .executeTakeFirst();
  if (row === undefined) return shared;
  return { ...shared, credentials: { username: row.username, password: keys.decrypt(row.password, `registry ${project} ${host}`) } };
}
