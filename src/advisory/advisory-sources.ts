import { type AdvisorySource } from './source/advisory-source.ts';
import { type EnrichmentSource } from './enrichment/enrichment-source.ts';
import { knownExploited } from './enrichment/kev/known-exploited.ts';
import { exploitPrediction } from './enrichment/epss/exploit-prediction.ts';
import { amazonUpdateinfo } from './source/amazon-updateinfo/amazon-updateinfo.ts';
import { fedoraUpdateinfo } from './source/fedora-updateinfo/fedora-updateinfo.ts';
import { chainguardSecdb, minimosSecdb, wolfiSecdb } from './source/chainguard-secdb/chainguard-secdb.ts';
import { redhatVex } from './source/redhat-vex/redhat-vex.ts';
import { archTracker } from './source/arch-tracker/arch-tracker.ts';
import { azureOval } from './source/azure-oval/azure-oval.ts';
import { oracleOval } from './source/oracle-oval/oracle-oval.ts';
import { photonCve } from './source/photon-cve/photon-cve.ts';
import { ubuntuTracker } from './source/ubuntu-tracker/ubuntu-tracker.ts';
import { alpineSecdb } from './source/alpine-secdb/alpine-secdb.ts';
import { debianTracker } from './source/debian-tracker/debian-tracker.ts';
import { nvdScores } from './enrichment/nvd/nvd-scores.ts';
import { vulnrichment } from './enrichment/vulnrichment/vulnrichment.ts';
import { osvSources } from './source/osv/osv-source.ts';

/** Every publisher of advisories that a database can be built from. */
export const advisorySources: readonly AdvisorySource[] = [
  alpineSecdb,
  amazonUpdateinfo,
  archTracker,
  azureOval,
  chainguardSecdb,
  debianTracker,
  fedoraUpdateinfo,
  minimosSecdb,
  oracleOval,
  photonCve,
  redhatVex,
  ubuntuTracker,
  wolfiSecdb,
  ...osvSources,
];

/** Every publisher of facts about CVEs. */
export const enrichmentSources: readonly EnrichmentSource[] = [exploitPrediction, knownExploited, nvdScores, vulnrichment];
