import { type HookFormat } from '../hook-format.ts';
import { distribution } from './distribution.ts';

/** GitLab's container registry notifies as distribution does; the token is in GitLab's own header field. */
export const gitlab: HookFormat = {
  id: 'gitlab',
  title: 'GitLab container registry',
  proof: { kind: 'header', name: 'x-gitlab-token' },
  read: (payload) => distribution.read(payload),
};
