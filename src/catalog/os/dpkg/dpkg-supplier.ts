import { ecosystem, ecosystemIds, type EcosystemId } from '../../../model/ecosystem.ts';
import { type Distribution } from '../../../model/ecosystem-row.ts';
import { knownSupplier } from '../known-suppliers.ts';
import { addressOf, nameOf } from '../maintainer.ts';
import { type ControlParagraph } from './control-paragraphs.ts';

/** Marks in versions of publishers who keep Debian's maintainers, or who have none of their own. */
const versionMarks: readonly (readonly [mark: string, name: string])[] = [
  ['nodesource', 'NodeSource'],
  ['.pgdg', 'PostgreSQL Global Development Group'],
  ['deb.sury.org', 'deb.sury.org'],
  ['+maria~', 'MariaDB'],
  ['~ppa', 'a personal package archive'],
];

/**
 * Who published a package of a distribution's dpkg database, where that is not the distribution. Debian's packages have a maintainer with an address
 * and neither a vendor nor a licence, which tools that build packages without Debian's own write; a version that ends with the code name of
 * a release (`~bookworm`) is of somebody who builds one source for several, and a maintainer at a domain that apt installs from (`aptHosts`) is no
 * coincidence. What shows no sign is the distribution's.
 */
export function findDpkgSupplier(id: EcosystemId, fields: ControlParagraph, aptHosts: readonly string[] = []): string | undefined {
  const row = ecosystem(id).distribution;
  const maintainer = fields.get('maintainer') ?? '';
  const version = fields.get('version') ?? '';
  if (row === undefined) return undefined;
  const known = versionMarks.find(([mark]) => version.includes(mark))?.[1] ?? knownSupplier(maintainer);
  if (known !== undefined) return known;
  const vendor = fields.get('vendor') ?? '';
  const origin = fields.get('origin') ?? '';
  if (origin !== '' && !isDistribution(origin)) return nameOf(origin);
  const isForeign =
    (vendor !== '' && !isDistribution(vendor)) ||
    (fields.get('license') ?? '') !== '' ||
    hasCodename(version) ||
    isOfHost(maintainer, aptHosts) ||
    (maintainer !== '' && !isOwnMaintainer(maintainer, row.suppliers));
  if (!isForeign) return undefined;
  // fpm writes `none` where nobody was named.
  const named = [vendor, maintainer].find((text) => text !== '' && text !== 'none' && !isDistribution(text));
  return named === undefined ? 'unknown' : nameOf(named);
}

/** Those with dpkg. Ubuntu's dpkg says that its origin is Debian. */
const distributions: readonly Distribution[] = ecosystemIds
  .map((id) => ecosystem(id).distribution)
  .filter((row) => row !== undefined)
  .filter(({ packageManager }) => packageManager === 'dpkg');

function isDistribution(name: string): boolean {
  return distributions.some(({ osReleaseIds }) => osReleaseIds.some((id) => name.toLowerCase().startsWith(id)));
}

/** Debian's policy wants an address; whose it is says something only where the distribution's own are known. */
function isOwnMaintainer(maintainer: string, domains: readonly string[] | undefined): boolean {
  const address = addressOf(maintainer);
  if (address === undefined) return false;
  return domains === undefined || domains.some((domain) => address.endsWith(`@${domain}`) || address.endsWith(`.${domain}`));
}

/** `dev@acme.example` where apt installs from `apt.acme.example`. */
function isOfHost(maintainer: string, aptHosts: readonly string[]): boolean {
  const address = aptHosts.length === 0 ? undefined : addressOf(maintainer);
  const domain = address?.slice(address.indexOf('@') + 1);
  if (domain?.includes('.') !== true || isDistributionDomain(domain)) return false;
  return aptHosts.some((host) => host === domain || host.endsWith(`.${domain}`));
}

function isDistributionDomain(domain: string): boolean {
  return distributions.some(({ suppliers = [] }) => suppliers.some((own) => domain === own || domain.endsWith(`.${own}`)));
}

/** `1.27.0-1~bookworm`, `5:27.0.3-1~debian.12~bookworm`; Debian and Ubuntu themselves write numbers (`~deb12u1`, `~bpo12+1`, `~22.04.1`). */
function hasCodename(version: string): boolean {
  const tail = version.slice(version.lastIndexOf('~') + 1);
  return tail !== version && codenames.has(tail.replace(/\d+$/, ''));
}

const codenames: ReadonlySet<string> = new Set(distributions.flatMap((row) => Object.values(row.codenames ?? {})));
