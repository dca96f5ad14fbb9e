import { type WriteReports } from '../reporter.ts';
import { type EncodeEvent } from './event-format.ts';
import { findingEvents } from './finding-events.ts';

/** A report as events of one format, a line each. */
export function eventWriter(encode: EncodeEvent): WriteReports {
  return function* (reports, options) {
    for (const judged of reports) for (const event of findingEvents(judged, options)) yield `${encode(event, options.toolVersion)}\n`;
  };
}
