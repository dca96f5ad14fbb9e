import { type Route } from '../../http/route.ts';
import { getVulnerabilityReport } from './get-vulnerability-report.ts';
import { indexManifest } from './index-manifest.ts';
import { deleteNotification, getNotification } from './notification-routes.ts';
import { deleteIndexReport, deleteIndexReports, getIndexReport, getIndexState } from './index-report-routes.ts';

/** The API of Clair 4, without what its own parts ask each other (`internal`). */
export const clairRoutes: readonly Route[] = [
  indexManifest,
  getIndexReport,
  deleteIndexReport,
  deleteIndexReports,
  getIndexState,
  getVulnerabilityReport,
  getNotification,
  deleteNotification,
];
