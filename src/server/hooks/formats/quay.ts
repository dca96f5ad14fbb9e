import { field } from '../../../lib/json/json-readers.ts';
import { type HookFormat } from '../hook-format.ts';
import { tagAndDigest, textOf } from '../event-fields.ts';

/** Quay: "Repository notifications", event repo_push. It signs nothing. */
export const quay: HookFormat = {
  id: 'quay',
  title: 'Quay',
  proof: { kind: 'path' },
  read: (payload) => {
    const repository = textOf(payload, 'repository');
    const tags = field(payload, 'updated_tags');
    if (repository === undefined) return [];
    const host = /^([^/]+)\//.exec(textOf(payload, 'docker_url') ?? '')?.[1];
    const names = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
    return names.map((tag) => ({
      action: 'push' as const,
      repository,
      ...(host === undefined ? {} : { registry: host }),
      ...tagAndDigest(tag, undefined),
    }));
  },
};
