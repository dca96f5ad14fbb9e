import { type Reporter } from './reporter.ts';

/** A finding a line for SIEMs: Elastic Common Schema 8. */
export const ecsReporter: Reporter = {
  format: 'ecs',
  title: 'a finding a line for SIEMs: Elastic Common Schema 8',
  mediaType: 'application/x-ndjson',
  load: async () => (await import('./event/write-events.ts')).eventWriter((await import('./event/encode-ecs.ts')).encodeEcs),
};
