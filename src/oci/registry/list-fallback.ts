import { isJsonObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { readFallbackContent } from './fallback-content.ts';
import { type FetchedManifest } from './fetched-manifest.ts';
import { type ReferrerListing } from './repository.ts';

/** The listing that the manifest under the fallback tag of `subject` amounts to. Entries are as they were written: one that cannot be read hides no other. */
export function listFallback(manifest: FetchedManifest, subject: Digest): ReferrerListing {
  const content = readFallbackContent(manifest, subject);
  if (content.kind !== 'list') {
    const occupant = { digest: manifest.digest, isSubject: content.kind === 'subject' };
    return { by: 'tag', items: [], isComplete: true, occupant };
  }
  const items = content.entries.filter(isJsonObject);
  return { by: 'tag', items: items.slice(0, limits.referrers), isComplete: items.length <= limits.referrers };
}
