import { type Reporter } from './reporter.ts';

/** A finding a line for SIEMs: ArcSight Common Event Format. */
export const cefReporter: Reporter = {
  format: 'cef',
  title: 'a finding a line for SIEMs: ArcSight Common Event Format',
  mediaType: 'text/plain; charset=utf-8',
  load: async () => (await import('./event/write-events.ts')).eventWriter((await import('./event/encode-cef.ts')).encodeCef),
};
