import { hash } from 'node:crypto';
import { buildStamp } from '../../scan/build-stamp.ts';
import { type ServerContext } from '../server-context.ts';

/** Names what finds packages here: when it is another, images are worth scanning again. */
export function indexerState({ settings }: Pick<ServerContext, 'settings'>): string {
  return hash('sha256', `${settings.toolVersion} ${buildStamp}`).slice(0, 32);
}
