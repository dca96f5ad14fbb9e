import { type HookEvent, type HookFormat } from '../hook-format.ts';
import { objectOf, tagAndDigest, textOf } from '../event-fields.ts';

const actions: ReadonlyMap<string, HookEvent['action']> = new Map([
  ['PUSH', 'push'],
  ['DELETE', 'delete'],
]);

/** Amazon ECR: EventBridge's "ECR Image Action", sent by an API destination whose connection adds the secret as `Authorization`. */
export const ecr: HookFormat = {
  id: 'ecr',
  title: 'Amazon ECR',
  proof: { kind: 'header', name: 'authorization' },
  read: (payload) => {
    const detail = objectOf(payload, 'detail');
    const action = actions.get(textOf(detail, 'action-type') ?? '');
    const repository = textOf(detail, 'repository-name');
    if (
      textOf(payload, 'source') !== 'aws.ecr' ||
      textOf(detail, 'result') !== 'SUCCESS' ||
      action === undefined ||
      repository === undefined
    )
      return [];
    const [account, region, id] = [textOf(payload, 'account'), textOf(payload, 'region'), textOf(payload, 'id')];
    const host = account === undefined || region === undefined ? {} : { registry: `${account}.dkr.ecr.${region}.amazonaws.com` };
    return [
      {
        action,
        repository,
        ...host,
        ...tagAndDigest(textOf(detail, 'image-tag'), textOf(detail, 'image-digest')),
        ...(id === undefined ? {} : { id }),
      },
    ];
  },
};
