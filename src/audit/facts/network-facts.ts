import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { HostUnreadable } from '../host.ts';
import { textOf } from './text-of.ts';

/** Docker Engine API, Network. */
export interface NetworkFacts {
  readonly name: string;
  readonly driver: string;
  readonly isIngress: boolean;
  readonly options: ReadonlyMap<string, string>;
}

export function readNetworks(value: unknown): readonly NetworkFacts[] {
  if (!Array.isArray(value)) throw new HostUnreadable('the list of networks is not a list');
  return value.filter(isJsonObject).map((network) => {
    const options = field(network, 'Options');
    return {
      name: textOf(field(network, 'Name')),
      driver: textOf(field(network, 'Driver')),
      isIngress: field(network, 'Ingress') === true,
      options: new Map(isJsonObject(options) ? Object.entries(options).map(([key, each]) => [key, String(each)]) : []),
    };
  });
}
