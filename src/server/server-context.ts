import { type Kysely } from 'kysely';
import { type Runtime } from '../model/runtime.ts';
import { type ServerDatabase } from '../postgres/server-database.ts';
import { type Tables } from '../postgres/tables.ts';
import { type ScanOptions } from '../scan/scan-target.ts';
import { type ServerKeys } from './auth/secrets.ts';
import { type RequestFigures } from './metrics/request-figures.ts';
import { type PeerSettings } from './peer/peer-settings.ts';
import { type Queue } from './queue/queue.ts';

/** What every route and every job is handed. */
export interface ServerContext {
  readonly database: ServerDatabase;
  readonly db: Kysely<Tables>;
  readonly queue: Queue;
  readonly keys: ServerKeys;
  readonly settings: ServerSettings;
  /** Of this process. */
  readonly requests: RequestFigures;
  readonly runtime: Runtime;
}

/** What a person decides when starting the server. */
export interface ServerSettings {
  readonly toolVersion: string;
  /** Where layers are cached, where advisories come from, how registries are reached. */
  readonly scan: ScanOptions;
  /** Registries, receivers and other addresses that a client names may be on this machine or in a private network. */
  readonly allowsPrivateAddresses: boolean;
  /** APIs of other scanners; all of them, with our tokens only, when absent. */
  readonly peers?: PeerSettings;
  /** Scans that one worker process runs at a time. */
  readonly concurrency: number;
  /** How clients reach the server, for links in messages. */
  readonly publicUrl?: string;
}
