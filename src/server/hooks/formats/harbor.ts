import { type HookEvent, type HookFormat } from '../hook-format.ts';
import { listOf, objectOf, tagAndDigest, textOf } from '../event-fields.ts';

const actions: ReadonlyMap<string, HookEvent['action']> = new Map([
  ['PUSH_ARTIFACT', 'push'],
  ['PULL_ARTIFACT', 'pull'],
  ['DELETE_ARTIFACT', 'delete'],
]);

/** Harbor's default payload. Its "Auth Header" is the secret. For pushes by robots `tag` may hold the digest, or nothing. */
export const harbor: HookFormat = {
  id: 'harbor',
  title: 'Harbor',
  proof: { kind: 'header', name: 'authorization' },
  read: (payload) => {
    const action = actions.get(textOf(payload, 'type') ?? '');
    const data = objectOf(payload, 'event_data');
    const repository = textOf(objectOf(data, 'repository'), 'repo_full_name');
    if (action === undefined || repository === undefined) return [];
    return listOf(data, 'resources').map((resource) => {
      const host = /^([^/]+)\//.exec(textOf(resource, 'resource_url') ?? '')?.[1];
      return {
        action,
        repository,
        ...(host === undefined ? {} : { registry: host }),
        ...tagAndDigest(textOf(resource, 'tag'), textOf(resource, 'digest')),
      };
    });
  },
};
