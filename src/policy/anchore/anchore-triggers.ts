import { unansweredTrigger, type AnchoreTrigger } from './anchore-trigger.ts';
import { dockerfileTriggers } from './gates/dockerfile.ts';
import { fileTriggers } from './gates/files.ts';
import { licenseTriggers } from './gates/licenses.ts';
import { metadataTriggers } from './gates/metadata.ts';
import { packageTriggers } from './gates/packages.ts';
import { passwdTriggers } from './gates/passwd-file.ts';
import { secretTriggers } from './gates/secret-scans.ts';
import { vulnerabilityTriggers } from './gates/vulnerabilities.ts';

/** Every trigger that Anchore has, answered here or not. */
export const anchoreTriggers: readonly AnchoreTrigger[] = [
  { gates: ['always'], names: ['always'], parameters: {}, required: [], judge: () => [{ text: 'the rule always matches' }] },
  ...vulnerabilityTriggers,
  ...dockerfileTriggers,
  ...metadataTriggers,
  ...packageTriggers,
  ...licenseTriggers,
  ...fileTriggers,
  ...passwdTriggers,
  ...secretTriggers,
  unansweredTrigger(['malware'], ['scans', 'scan_not_run'], 'files are not scanned for malware; malicious packages are findings'),
  unansweredTrigger(['tag_drift', 'image_source_drift'], ['packages_added', 'packages_removed', 'packages_modified', 'package_downgraded', 'package_removed', 'no_related_sources'], 'use pratique scan --baseline'),
  unansweredTrigger(['ancestry'], ['allowed_base_image_digest', 'allowed_base_image_tag', 'denied_base_image_digest', 'denied_base_image_tag', 'no_ancestors_analyzed'], 'ancestors of images are not recorded'),
]; // prettier-ignore

export function findTrigger(gate: string, name: string): AnchoreTrigger | undefined {
  return anchoreTriggers.find(({ gates, names }) => gates.includes(gate.toLowerCase()) && names.includes(name.toLowerCase()));
}
