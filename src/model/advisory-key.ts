import { type AdvisoryKey } from './advisory.ts';
import { type EcosystemId } from './ecosystem.ts';

/** `debian@12/openssl`, `npm/express`. */
export function formatAdvisoryKey(key: AdvisoryKey): string {
  return `${formatShardName(key.ecosystem, key.release)}/${key.name}`;
}

/** One shard holds one ecosystem, or one release of a distribution: `debian@12`, `npm`. */
export function formatShardName(ecosystem: EcosystemId, release: string | undefined): string {
  return release === undefined ? ecosystem : `${ecosystem}@${release}`;
}
