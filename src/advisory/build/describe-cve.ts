import { type Advisory } from '../../model/advisory.ts';
import { ecosystem } from '../../model/ecosystem.ts';

/** A record without what it says of its CVE, and that on its own. */
interface DescribedCve {
  readonly advisory: Advisory;
  readonly cve?: string;
  readonly description?: string;
}

/**
 * Distributions repeat the text of a CVE in a record for each of its packages, and a record is stored once for each release. So the text is kept once, with what
 * is known of the CVE. Other records keep theirs.
 */
export function describeCve(advisory: Advisory): DescribedCve {
  const { description, ...rest } = advisory;
  if (description === undefined || advisory.covers.length > 0) return { advisory };
  const cve = cveIn(advisory.id) ?? advisory.aliases.find(isCve);
  const isOfDistributions = advisory.affected.every((fact) => ecosystem(fact.ecosystem).distribution !== undefined);
  return cve === undefined || !isOfDistributions ? { advisory } : { advisory: rest, cve, description };
}

function cveIn(id: string): string | undefined {
  const start = id.indexOf('CVE-');
  return start >= 0 && isCve(id.slice(start)) ? id.slice(start) : undefined;
}

function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,19}$/.test(id);
}
