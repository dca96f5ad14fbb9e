import { findingLink } from '../../report/finding-link.ts';
import { isPlainUrl } from '../../report/plain-url.ts';
import { type Issue } from '../../model/issue.ts';
import { type ContainedPackage, type ContainedVulnerability, type ImageContents } from '../queries/image-contents.ts';
import { severityWord } from './severity-word.ts';

/** A vulnerability in the words that other scanners have in common. */
export interface DescribedVulnerability {
  readonly found: ContainedVulnerability;
  readonly of: ContainedPackage;
  readonly id: string;
  /** `Critical` … `Unknown`. */
  readonly severity: string;
  readonly description: string;
  readonly links: readonly string[];
  readonly fixedVersion?: string;
}

const mostLinks = 10;

export function describeVulnerabilities(contents: ImageContents): readonly DescribedVulnerability[] {
  const packages = new Map(contents.packages.map((each) => [`${each.id} ${each.layer}`, each]));
  return contents.vulnerabilities.flatMap((found) => {
    const of = packages.get(`${found.packageId} ${found.layer}`);
    if (of === undefined) return [];
    const { id, severity, title, description, fixedVersion, advisory } = found;
    const links = [findingLink(found), ...advisory.references.filter(isPlainUrl)].filter((each) => each !== undefined);
    return [
      {
        found,
        of,
        id,
        severity: severityWord(severity),
        description: description ?? title ?? advisory.title ?? '',
        links: [...new Set(links)].slice(0, mostLinks),
        ...(fixedVersion === undefined ? {} : { fixedVersion }),
      },
    ];
  });
}

/** A kind of content that was not scanned, as an entry of a list of vulnerabilities: `PRATIQUE-DISTRIBUTION_UNKNOWN`. */
export interface Gap {
  readonly id: string;
  readonly description: string;
}

const mostMessages = 5;

/**
 * What could not be scanned, one entry for each kind. Other scanners' reports have no place for it, and a client that is shown only vulnerabilities would take the rest
 * for clean: so it is listed among them, of unknown severity.
 */
export function describeGaps({ issues }: Pick<ImageContents, 'issues'>): readonly Gap[] {
  const byCode = new Map<string, Issue[]>();
  for (const issue of issues) if (issue.severity === 'error') byCode.set(issue.code, [...(byCode.get(issue.code) ?? []), issue]);
  return [...byCode].map(([code, ofOne]) => {
    const others = ofOne.length - mostMessages;
    const messages = ofOne.slice(0, mostMessages).map(({ message }) => message);
    return {
      id: `PRATIQUE-${code}`,
      description: `Not scanned: ${messages.join('; ')}${others > 0 ? `; and ${others} more` : ''}`,
    };
  });
}

/** The package that entries about gaps are of. */
export const gapPackage = 'content that was not scanned';
