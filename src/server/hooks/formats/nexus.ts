import { type HookEvent, type HookFormat } from '../hook-format.ts';
import { objectOf, tagAndDigest, textOf } from '../event-fields.ts';

const actions: ReadonlyMap<string, HookEvent['action']> = new Map([
  ['CREATED', 'push'],
  ['UPDATED', 'push'],
  ['DELETED', 'delete'],
]);

/** Sonatype Nexus: webhook "Repository: component", signed with HMAC-SHA1. */
export const nexus: HookFormat = {
  id: 'nexus',
  title: 'Nexus Repository',
  proof: { kind: 'hmac', name: 'x-nexus-webhook-signature', algorithm: 'sha1' },
  read: (payload) => {
    const action = actions.get(textOf(payload, 'action') ?? '');
    const component = objectOf(payload, 'component');
    const repository = textOf(component, 'name');
    if (action === undefined || repository === undefined || textOf(component, 'format') !== 'docker') return [];
    return [{ action, repository, ...tagAndDigest(textOf(component, 'version'), undefined) }];
  },
};
