import { type Reporter } from './reporter.ts';

/** A finding a line for SIEMs: Open Cybersecurity Schema Framework 1.3. */
export const ocsfReporter: Reporter = {
  format: 'ocsf',
  title: 'a finding a line for SIEMs: Open Cybersecurity Schema Framework 1.3',
  mediaType: 'application/x-ndjson',
  load: async () => (await import('./event/write-events.ts')).eventWriter((await import('./event/encode-ocsf.ts')).encodeOcsf),
};
