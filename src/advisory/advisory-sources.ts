import { type AdvisorySource } from './source/advisory-source.ts';
import { type EnrichmentSource } from './enrichment/enrichment-source.ts';
import { knownExploited } from './enrichment/kev/known-exploited.ts';
import { exploitPrediction } from './enrichment/epss/exploit-prediction.ts';
import { alpineSecdb } from './source/alpine-secdb/alpine-secdb.ts';
import { debianTracker } from './source/debian-tracker/debian-tracker.ts';
import { osvSources } from './source/osv/osv-source.ts';

/** Every publisher of advisories that a database can be built from. */
export const advisorySources: readonly AdvisorySource[] = [alpineSecdb, debianTracker, ...osvSources];

/** Every publisher of facts about CVEs. */
export const enrichmentSources: readonly EnrichmentSource[] = [exploitPrediction, knownExploited];
