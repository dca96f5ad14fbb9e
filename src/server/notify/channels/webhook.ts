import { createHmac } from 'node:crypto';
import { type Channel } from '../channel.ts';
import { postJson } from '../post-json.ts';

/** JSON over HTTPS. `pratique-signature` is `t=SECONDS,v1=HMAC-SHA256(secret, SECONDS "." body)`, so that a receiver can refuse what is forged or old. */
export const webhook: Channel = {
  id: 'webhook',
  title: 'Webhook',
  protocols: ['https:', 'http:'],
  send: (notice, destination, runtime) => {
    const body = JSON.stringify(notice);
    const seconds = Math.floor(runtime.now().getTime() / 1_000);
    const signature = createHmac('sha256', destination.secret).update(`${seconds}.${body}`).digest('hex');
    return postJson(
      destination,
      body,
      { 'pratique-delivery': notice.id, 'pratique-event': notice.event, 'pratique-signature': `t=${seconds},v1=${signature}` },
      runtime,
    );
  },
};
