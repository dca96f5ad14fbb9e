import { changeAccount, listAccounts, makeAccount } from './accounts/account-routes.ts';
import { logIn, logOut, whoAmI } from './accounts/session-routes.ts';
import { listAudit } from './audit/list-audit.ts';
import { clairRoutes } from './clair/clair-routes.ts';
import { anchoreRoutes } from './anchore/anchore-routes.ts';
import { harborRoutes } from './harbor/harbor-routes.ts';
import { clairV1Routes } from './clair-v1/clair-v1-routes.ts';
import { getPolicy, listProjects, makeProject, setPolicy } from './projects/project-routes.ts';
import { listTokens, makeTokenRoute, revokeToken } from './tokens/token-routes.ts';
import { type Route } from '../http/route.ts';
import { healthz, readyz } from './health/health-routes.ts';
import { deleteHook, listHooks, makeHook } from './hooks/hook-routes.ts';
import { receiveHook, receiveSecretHook } from './hooks/receive-hook.ts';
import { openApiRoute } from './api/get-openapi.ts';
import { getMetrics } from './metrics/get-metrics.ts';
import { deleteReceiver, listReceivers, makeReceiver } from './receivers/receiver-routes.ts';
import { listRepositories, setRepository } from './repositories/repository-routes.ts';
import { deleteRegistry, listRegistries, setRegistry } from './registries/registry-routes.ts';
import { getReport } from './images/get-report.ts';
import { listBasesRoute } from './bases/list-bases.ts';
import { compareImages, listComparedFindingsRoute } from './images/compare-images.ts';
import { getImage } from './images/get-image.ts';
import { listFindingsRoute } from './images/list-findings.ts';
import { listImagesRoute } from './images/list-images.ts';
import { submitImage } from './images/submit-image.ts';
import { listAdvisories, updateAdvisoriesRoute } from './advisories/advisory-routes.ts';
import { getJob, listJobsRoute, retryJob, stopJob, watchJob } from './jobs/jobs-routes.ts';
import { listPackageImages } from './packages/list-package-images.ts';
import { getOverview } from './overview/get-overview.ts';
import { listPastScansRoute } from './images/list-past-scans.ts';
import { getSubmissionReport, putIndex, submitIndexes, submitSbom } from './submissions/submission-routes.ts';
import {
  deletePolicyFile,
  deleteVex,
  getPolicyFile,
  listSuppressions,
  listVex,
  putPolicyFile,
  putVex,
} from './projects/policy-file-routes.ts';
import { getRetention, setRetention } from './projects/retention-routes.ts';
import { webRoutes } from './web/web-routes.ts';
import { getVulnerability, listVulnerabilityImages } from './vulnerabilities/vulnerability-routes.ts';

const described: readonly Route[] = [
  healthz,
  readyz,
  submitImage,
  listImagesRoute,
  getImage,
  listFindingsRoute,
  compareImages,
  listBasesRoute,
  listComparedFindingsRoute,
  listJobsRoute,
  getJob,
  stopJob,
  retryJob,
  watchJob,
  getVulnerability,
  listVulnerabilityImages,
  listPackageImages,
  listAdvisories,
  updateAdvisoriesRoute,
  receiveHook,
  receiveSecretHook,
  listHooks,
  makeHook,
  deleteHook,
  listProjects,
  makeProject,
  getPolicy,
  setPolicy,
  listTokens,
  makeTokenRoute,
  revokeToken,
  listAccounts,
  makeAccount,
  changeAccount,
  logIn,
  whoAmI,
  logOut,
  listAudit,
  listReceivers,
  makeReceiver,
  deleteReceiver,
  listRepositories,
  setRepository,
  getMetrics,
  getOverview,
  listPastScansRoute,
  ...webRoutes,
  listRegistries,
  setRegistry,
  deleteRegistry,
  getReport,
  ...clairRoutes,
  ...clairV1Routes,
  submitIndexes,
  putIndex,
  submitSbom,
  getSubmissionReport,
  getPolicyFile,
  putPolicyFile,
  deletePolicyFile,
  listVex,
  putVex,
  deleteVex,
  listSuppressions,
  ...harborRoutes,
  ...anchoreRoutes,
  getRetention,
  setRetention,
];

/** Every operation of the server: what is not here does not exist. */
export const routes: readonly Route[] = [...described, openApiRoute(described)];
