import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Channel } from '../channel.ts';
import { postJson } from '../post-json.ts';

/** Clair's webhook: it says where the notifications are to be fetched, one for each image that is affected. What is not about a vulnerability has no such form and is left out. */
export const clair: Channel = {
  id: 'clair',
  title: 'Webhook of Clair',
  protocols: ['https:', 'http:'],
  send: async (notice, destination, runtime) => {
    if (notice.event !== 'finding-introduced') return;
    const { notification } = destination;
    if (notification.callback === undefined)
      throw new PratiqueError('USAGE', 'a receiver of the channel clair needs the server to be started with --public-url');
    const body = JSON.stringify({ notification_id: notification.id, callback: notification.callback });
    await postJson(destination, body, notification.token === undefined ? {} : { authorization: `Bearer ${notification.token}` }, runtime);
  },
};
