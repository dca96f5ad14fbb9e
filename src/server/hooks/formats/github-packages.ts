import { type HookFormat } from '../hook-format.ts';
import { objectOf, tagAndDigest, textOf } from '../event-fields.ts';

/** GitHub: events `package` and `registry_package` of the container registry, signed with X-Hub-Signature-256. */
export const githubPackages: HookFormat = {
  id: 'github-packages',
  title: 'GitHub packages (ghcr.io)',
  proof: { kind: 'hmac', name: 'x-hub-signature-256', algorithm: 'sha256', prefix: 'sha256=' },
  read: (payload) => {
    const found = objectOf(payload, 'package') ?? objectOf(payload, 'registry_package');
    const version = objectOf(found, 'package_version');
    const name = textOf(found, 'name');
    const owner = textOf(found, 'namespace') ?? textOf(objectOf(found, 'owner'), 'login');
    if ((textOf(found, 'package_type') ?? '').toLowerCase() !== 'container' || name === undefined || owner === undefined) return [];
    if (!['published', 'updated'].includes(textOf(payload, 'action') ?? '')) return [];
    const tag = objectOf(objectOf(version, 'container_metadata'), 'tag');
    const place = tagAndDigest(textOf(tag, 'name'), textOf(tag, 'digest') ?? textOf(version, 'version'));
    return [{ action: 'push', registry: 'ghcr.io', repository: `${owner}/${name}`.toLowerCase(), ...place }];
  },
};
