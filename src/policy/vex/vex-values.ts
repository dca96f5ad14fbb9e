import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { VexFault, type VexStatus } from './vex-document.ts';

/** Text with something in it. */
export function textOf(object: JsonObject, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Empty where the member is absent. */
export function listOf(object: JsonObject, key: string): readonly unknown[] {
  const value = field(object, key);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new VexFault(`${key} is not a list`);
  return value as unknown[];
}

const statuses: readonly VexStatus[] = ['not_affected', 'affected', 'fixed', 'under_investigation'];

export function statusOf(text: string | undefined, what: string): VexStatus {
  const status = statuses.find((each) => each === text);
  if (status === undefined)
    throw new VexFault(`${what} has the status ${JSON.stringify(text?.slice(0, 60) ?? '')}, which is none of ${statuses.join(', ')}`);
  return status;
}
