import { type HookEvent, type HookFormat } from '../hook-format.ts';
import { listOf, objectOf, tagAndDigest, textOf } from '../event-fields.ts';

/** Pushes of layers are events too; only manifests and indexes are images. */
const imageTypes = /\.manifest\.v2\+json$|\.manifest\.list\.v2\+json$|\.image\.manifest\.v1\+json$|\.image\.index\.v1\+json$/;

const actions: ReadonlyMap<string, HookEvent['action']> = new Map([
  ['push', 'push'],
  ['pull', 'pull'],
  ['delete', 'delete'],
]);

/** docker-registry (distribution): "Work with notifications". Its endpoint is configured with `headers: Authorization: [Bearer SECRET]`. */
export const distribution: HookFormat = {
  id: 'distribution',
  title: 'docker-registry (distribution)',
  proof: { kind: 'header', name: 'authorization', prefix: 'Bearer ' },
  read: (payload) =>
    listOf(payload, 'events').flatMap((event) => {
      const action = actions.get(textOf(event, 'action') ?? '');
      const target = objectOf(event, 'target');
      const repository = textOf(target, 'repository');
      if (action === undefined || repository === undefined) return [];
      if (action !== 'delete' && !imageTypes.test(textOf(target, 'mediaType') ?? '')) return [];
      const id = textOf(event, 'id');
      return [
        { action, repository, ...tagAndDigest(textOf(target, 'tag'), textOf(target, 'digest')), ...(id === undefined ? {} : { id }) },
      ];
    }),
};
