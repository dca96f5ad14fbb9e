import { ecosystem, type EcosystemId } from '../../../model/ecosystem.ts';
import { nameOf } from '../maintainer.ts';

/** What a header says of who made its package. */
export interface RpmOrigin {
  readonly vendor?: string;
  readonly packager?: string;
}

/** Vendors of packages for distributions that are not theirs, by the beginning of the name. EPEL is Fedora's, and Red Hat's advisories leave it out. */
const knownVendors: readonly string[] = [
  'Datadog', 'Docker', 'ELRepo', 'Elastic', 'Fedora', 'GitLab', 'Google', 'Grafana', 'HashiCorp', 'InfluxData', 'MariaDB', 'Microsoft', 'MongoDB',
  'NGINX', 'NVIDIA', 'Nginx', 'NodeSource', 'Oracle and/or its affiliates', 'Percona', 'PostgreSQL Global Development Group', 'Remi',
]; // prettier-ignore

/** CentOS' Community Build Service, whose packages have the vendor CentOS and are none of Red Hat's. */
const specialInterestGroups = { packager: 'CBS <', name: 'CentOS special interest groups' };

/**
 * Who published each package of one rpm database, where that is not the distribution: its build system writes its vendor into every package.
 * Where no package of a database names the distribution, it is of somebody who builds all of it anew, and only vendors known for something
 * else tell anything. `rpmbuild` writes no vendor by default, so that one without is told by the others.
 */
export function judgeRpmSuppliers(id: EcosystemId, origins: readonly RpmOrigin[]): readonly (string | undefined)[] {
  const own = ecosystem(id).distribution?.suppliers;
  if (own === undefined) return origins.map(() => undefined);
  const isOwn = (vendor: string): boolean => startsWithAny(vendor, own);
  const hasOwn = origins.some(({ vendor = '' }) => isOwn(vendor));
  return origins.map(({ vendor = '', packager = '' }) => {
    if (packager.startsWith(specialInterestGroups.packager)) return specialInterestGroups.name;
    if (isOwn(vendor)) return undefined;
    if (startsWithAny(vendor, knownVendors)) return nameOf(vendor);
    if (!hasOwn) return undefined;
    const named = [vendor, packager].find(isStated);
    return named === undefined ? 'unknown' : nameOf(named);
  });
}

function startsWithAny(text: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => text.startsWith(beginning));
}

/** fpm writes `none` and rpm prints `(none)`. */
function isStated(text: string): boolean {
  return text !== '' && text !== 'none' && text !== '(none)';
}
