import { type Runtime } from '../../model/runtime.ts';
import { type ClairNotification } from '../peer/clair-notification.ts';
import { type Notice } from './notice.ts';

/** One way to tell people or programs; each is one file in `channels/` and one line in `channels.ts`. */
export interface Channel {
  readonly id: string;
  readonly title: string;
  /** Of the target: http(s) URLs, or `syslog://host:port`. */
  readonly protocols: readonly string[];
  /** Resolves when the receiver has it; rejects where it is to be tried again. */
  send(notice: Notice, destination: Destination, runtime: Runtime): Promise<void>;
}

export interface Destination {
  readonly target: URL;
  /** What messages are signed with. */
  readonly secret: string;
  readonly allowsPrivateAddresses: boolean;
  /** For channels whose receivers fetch what it is about. */
  readonly notification: ClairNotification;
}
