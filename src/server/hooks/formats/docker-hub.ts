import { type HookFormat } from '../hook-format.ts';
import { objectOf, tagAndDigest, textOf } from '../event-fields.ts';

/** Docker Hub: "Webhooks". It signs nothing, and its `callback_url` is never called. */
export const dockerHub: HookFormat = {
  id: 'docker-hub',
  title: 'Docker Hub',
  proof: { kind: 'path' },
  read: (payload) => {
    const repository = textOf(objectOf(payload, 'repository'), 'repo_name');
    const tag = textOf(objectOf(payload, 'push_data'), 'tag');
    return repository === undefined ? [] : [{ action: 'push', registry: 'docker.io', repository, ...tagAndDigest(tag, undefined) }];
  },
};
