import { type Package } from '../../model/package.ts';
import { formatPurl, parsePurl } from '../../model/purl.ts';
import { isSystemType } from '../identify-package.ts';
import { formatUpstream } from '../read-upstream.ts';

/** A package's purl in its canonical form, with its source package in `upstream`, where Grype and others look for it. */
export function withUpstream(found: Package): string {
  const parts = parsePurl(found.purl);
  const upstream = isSystemType(parts.type) ? formatUpstream(parts.type, found) : undefined;
  return formatPurl({
    ...parts,
    qualifiers: new Map([...parts.qualifiers, ...(upstream === undefined ? [] : [['upstream', upstream] as const])]),
  });
}
