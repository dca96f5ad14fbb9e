import { type HookEvent, type HookFormat } from '../hook-format.ts';
import { objectOf, tagAndDigest, textOf } from '../event-fields.ts';

const actions: ReadonlyMap<string, HookEvent['action']> = new Map([
  ['pushed', 'push'],
  ['promoted', 'push'],
  ['deleted', 'delete'],
]);

/** JFrog Artifactory: webhooks of the domain `docker`; the secret is sent in X-JFrog-Event-Auth. */
export const artifactory: HookFormat = {
  id: 'artifactory',
  title: 'Artifactory',
  proof: { kind: 'header', name: 'x-jfrog-event-auth' },
  read: (payload) => {
    const action = actions.get(textOf(payload, 'event_type') ?? '');
    const data = objectOf(payload, 'data');
    const [key, image, tag] = [textOf(data, 'repo_key'), textOf(data, 'image_name'), textOf(data, 'tag')];
    if (action === undefined || textOf(payload, 'domain') !== 'docker' || key === undefined || image === undefined) return [];
    return [{ action, repository: `${key}/${image}`, ...tagAndDigest(tag, undefined) }];
  },
};
