import { type SecurityEvent } from '../../model/security-event.ts';

/** One event as one line without its end. `toolVersion` is ours. */
export type EncodeEvent = (event: SecurityEvent, toolVersion: string) => string;

export interface EventFormat {
  readonly name: 'json' | 'ocsf' | 'ecs' | 'cef';
  readonly title: string;
  load(): Promise<EncodeEvent>;
}

/** How events are written; syslog carries any of them. */
export const eventFormats: readonly EventFormat[] = [
  { name: 'json', title: 'JSON lines with our own members', load: async () => (await import('./encode-json.ts')).encodeJson },
  { name: 'ocsf', title: 'Open Cybersecurity Schema Framework 1.3, a JSON line each', load: async () => (await import('./encode-ocsf.ts')).encodeOcsf },
  { name: 'ecs', title: 'Elastic Common Schema 8, a JSON line each', load: async () => (await import('./encode-ecs.ts')).encodeEcs },
  { name: 'cef', title: 'ArcSight Common Event Format', load: async () => (await import('./encode-cef.ts')).encodeCef },
]; // prettier-ignore
