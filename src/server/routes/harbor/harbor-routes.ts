import { type Route } from '../../http/route.ts';
import { getMetadata } from './get-metadata.ts';
import { getReport } from './get-report.ts';
import { requestScan } from './request-scan.ts';

/** Harbor's pluggable scanner API, versions 1.0 to 1.2. */
export const harborRoutes: readonly Route[] = [getMetadata, requestScan, getReport];
