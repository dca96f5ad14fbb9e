import { type SecurityEvent } from '../../model/security-event.ts';

/** Our own members. */
export function encodeJson(event: SecurityEvent): string {
  const { attributes, time, ...rest } = event;
  return JSON.stringify({ time: time.toISOString(), ...rest, attributes: Object.fromEntries(attributes) });
}
