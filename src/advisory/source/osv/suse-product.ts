import { type OsvEcosystem } from './osv-place.ts';

/** Products that every installation has, or whose packages are those of the modules that it has. */
const plainProducts = /^(?:Server|Desktop|Real Time|Workstation Extension|Live Patching|Legacy|Module for .*|Software Development Kit)$/;
/** Products with fixes of their own after the end of free support. */
const extendedProducts: ReadonlyMap<string, string> = new Map([
  ['Server for SAP Applications', 'sap'],
  ['High Performance Computing', 'hpc'],
]);

/**
 * `Linux Enterprise Server 15 SP5`, `Linux Enterprise Module for Basesystem 15 SP5`, `Linux Enterprise Server 15 SP3-LTSS`, `Linux Enterprise Micro 5.5`. Long-term support
 * is a stream of the release that it is for; other products are streams of no release.
 */
export function parseSuseProduct(suffix: string): OsvEcosystem {
  const [, micro] = /^Linux (?:Enterprise )?Micro (?:for Rancher )?(\d+\.\d+)$/.exec(suffix) ?? [];
  if (micro !== undefined) return { ecosystem: 'suse-micro', release: micro };
  const [, product, major, minor, extension] =
    /^Linux Enterprise (.+?) (\d+)(?:[. ](?:SP)?(\d+))?(?:[- ]([A-Z][\w-]*))?$/.exec(suffix) ?? [];
  if (product === undefined || major === undefined) return { ecosystem: 'suse', stream: suffix };
  const release = minor === undefined ? major : `${major}.${minor}`;
  const stream = extension?.toLowerCase() ?? extendedProducts.get(product);
  if (stream !== undefined) return { ecosystem: 'suse', release, stream };
  return plainProducts.test(product) ? { ecosystem: 'suse', release } : { ecosystem: 'suse', release, stream: product };
}

/** `Leap 15.6`, `Tumbleweed`; `undefined` for what is no distribution of ours. */
export function parseOpensuseProduct(suffix: string): OsvEcosystem | undefined {
  if (suffix === 'Tumbleweed') return { ecosystem: 'opensuse-tumbleweed' };
  const [, release] = /^Leap (\d+\.\d+)$/.exec(suffix) ?? [];
  return release === undefined ? undefined : { ecosystem: 'opensuse', release };
}
