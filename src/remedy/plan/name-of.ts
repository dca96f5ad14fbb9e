import { ecosystem } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';

/** What an action calls a package: binaries of one source are upgraded together. */
export function nameOf(found: Package): string {
  return ecosystem(found.ecosystem).advisoriesName === 'source' ? (found.source?.name ?? found.name) : found.name;
}
