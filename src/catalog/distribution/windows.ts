import { makeIssue } from '../../model/issue.ts';
import { type Platform } from '../../model/platform.ts';
import { type DistributionResult } from './distribution.ts';

/**
 * The base of a Windows image by `os.version` of its configuration (OCI image-spec, config.md): `10.0.20348.2113` is build 20348, which names the release, with update 2113. Its
 * updates have no advisories here, so that it is never complete.
 */
export function detectWindows({ osVersion }: Pick<Platform, 'osVersion'>): DistributionResult {
  const build = /^10\.0\.(\d{1,6})(?:\.|$)/.exec(osVersion ?? '')?.[1];
  const release = build === undefined ? undefined : releases.get(build);
  const name = ['Windows', release, osVersion].filter((part) => part !== undefined).join(' ');
  const message = `no advisories for ${name}: its updates were not scanned`;
  return {
    distribution: { id: 'windows', ...(osVersion === undefined ? {} : { versionId: osVersion }), prettyName: name, path: 'config' },
    issues: [makeIssue('ADVISORIES_MISSING', 'distribution', message)],
  };
}

/** learn.microsoft.com/windows/release-health/windows-server-release-info */
const releases: ReadonlyMap<string, string> = new Map([
  ['14393', 'Server 2016'],
  ['17763', 'Server 2019'],
  ['18362', 'Server 1903'],
  ['18363', 'Server 1909'],
  ['19041', 'Server 2004'],
  ['19042', 'Server 20H2'],
  ['20348', 'Server 2022'],
  ['25398', 'Server 23H2'],
  ['26100', 'Server 2025'],
]);
