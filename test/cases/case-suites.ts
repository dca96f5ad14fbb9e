import { type CaseSuite } from './case-suite.ts';
import {
  cyclonedxDocuments,
  imageArchives,
  ociDocuments,
  osvAffected,
  purls,
  releaseFiles,
  reportedMatches,
  reportedSboms,
  sigstoreBundles,
} from './documents.ts';
import { dockerfileSyntax, hadolintRules, trivyRules } from './dockerfiles.ts';
import { languageSuites } from './languages.ts';
import { licences, npmPackages, otherSystems, packageDatabases } from './packages.ts';
import { secretSamples } from './secrets.ts';
import { comparisons, ranges, validity } from './versions.ts';

/** Every suite of cases by others, as the page and `npm run cases` list them. */
export const caseSuites: readonly CaseSuite[] = [
  releaseFiles,
  packageDatabases,
  otherSystems,
  npmPackages,
  ...languageSuites,
  licences,
  comparisons,
  validity,
  ranges,
  osvAffected,
  purls,
  ociDocuments,
  imageArchives,
  cyclonedxDocuments,
  reportedMatches,
  reportedSboms,
  secretSamples,
  sigstoreBundles,
  dockerfileSyntax,
  hadolintRules,
  trivyRules,
];
