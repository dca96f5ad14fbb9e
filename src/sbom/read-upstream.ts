import { type Package } from '../model/package.ts';
import { type Purl } from '../model/purl.ts';

/**
 * The source package in a purl's `upstream` qualifier, as Syft writes it: `pam`, `pam@1.5.2-6`, or for RPM the file of the source,
 * `bash-4.4.20-4.el8.src.rpm`. Without a version it has the binary package's.
 */
export function readUpstream({ type, qualifiers }: Purl, version = ''): Package['source'] {
  const upstream = qualifiers.get('upstream');
  if (upstream === undefined) return undefined;
  if (type === 'rpm') return readSourceRpm(upstream);
  const at = upstream.lastIndexOf('@');
  const source = at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
  return source.name === '' || source.version === '' ? undefined : source;
}

/** `NAME-VERSION-RELEASE.src.rpm`; name and version may have hyphens and dots. */
export function readSourceRpm(file: string): Package['source'] {
  const [, name, version] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(file) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** The qualifier's value for a source that is not simply the package itself. */
export function formatUpstream(purlType: string, found: Pick<Package, 'name' | 'version' | 'source'>): string | undefined {
  const { source } = found;
  if (source === undefined) return undefined;
  if (purlType === 'rpm') return `${source.name}-${source.version}.src.rpm`;
  if (source.name === found.name && source.version === found.version) return undefined;
  return source.version === found.version ? source.name : `${source.name}@${source.version}`;
}
