import { capabilityName } from '../../model/linux-capabilities.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type ContainerFacts } from '../facts/container-facts.ts';

/** Capabilities that a container has: what counts is what is left, which Podman tells; Docker tells what was dropped and added. */
export function describeCapabilities({ description }: ContainerFacts): string {
  const hostConfig = field(description, 'HostConfig');
  const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map((one) => capabilityName(String(one))) : []);
  if (!isJsonObject(hostConfig)) return 'not known';
  if (field(hostConfig, 'Privileged') === true) return 'all';
  if (Object.hasOwn(description, 'EffectiveCaps')) return names(description['EffectiveCaps']).join(', ') || 'none';
  const [dropped, added] = [names(field(hostConfig, 'CapDrop')), names(field(hostConfig, 'CapAdd'))];
  if (added.includes('ALL')) return 'all';
  if (dropped.includes('ALL')) return added.join(', ') || 'none';
  return ['the default ones', ...dropped.map((name) => `not ${name}`), ...added].join(', ');
}
