import { type ComposeProject } from '../../check/compose/compose-project.ts';
import { readService } from '../../check/compose/read-service.ts';
import { type NetworkMember, type NetworkView } from '../network/network-view.ts';
import { readComposeNetwork } from '../network/read-compose-network.ts';
import { hardenService, type HardenLimits, type ServiceImage } from './harden-service.ts';
import { type HardenedProject, type HardenedSecret, type HardenedService } from './hardened-service.ts';
import { findInternalNetworks } from './internal-networks.ts';
import { moveSecrets } from './secret-variables.ts';
import { readServiceStart } from './service-start.ts';
import { findStartup } from './started-programs.ts';

export interface HardenOptions {
  readonly limits: HardenLimits;
  /** Only these services; all where it is empty. */
  readonly services: readonly string[];
}

/** An override for a Compose project, from what its images need. `images` has one for each service; the service is left alone where it says why there is none. */
export function hardenProject(
  project: ComposeProject,
  images: ReadonlyMap<string, ServiceImage | string>,
  { limits, services: chosen }: HardenOptions,
): HardenedProject {
  const view = readComposeNetwork('', project);
  const secrets: HardenedSecret[] = [];
  const services = project.services
    .filter(({ name }) => chosen.length === 0 || chosen.includes(name))
    .map((service): HardenedService => {
      const image = images.get(service.name);
      if (image === undefined || typeof image === 'string')
        return { name: service.name, settings: [], notes: [`left alone: ${image ?? 'it has no image'}`] };
      const container = readService(service, project);
      const start = readServiceStart(service, project, image.config.entrypoint);
      const hardened = hardenService({ container, start, network: memberCalled(service.name, view) }, image, limits);
      const command = start.command ?? [...(start.entrypoint ?? image.config.entrypoint), ...image.config.cmd];
      const moved = moveSecrets(container, findStartup(image.tree, command, image.config.env).scripts);
      secrets.push(...moved.secrets);
      return { ...hardened, settings: [...hardened.settings, ...moved.settings], notes: [...hardened.notes, ...moved.notes] };
    });
  const names = new Map(project.services.map((service) => [service.name, readServiceStart(service, project).image ?? '']));
  return { services, secrets, internalNetworks: chosen.length === 0 ? findInternalNetworks(view, names) : [] };
}

function memberCalled(name: string, { members }: NetworkView): NetworkMember {
  return members.find((member) => member.name === name)!;
}
