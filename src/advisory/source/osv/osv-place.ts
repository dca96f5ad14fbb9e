import { type EcosystemId } from '../../../model/ecosystem.ts';

/** What `affected[].package.ecosystem` of an OSV record means. */
export interface OsvEcosystem {
  readonly ecosystem: EcosystemId;
  readonly release?: string;
  readonly stream?: string;
}
