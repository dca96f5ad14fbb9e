import { type Route } from '../../http/route.ts';
import { checkImage } from './check-image.ts';
import { listContent, listContentTypes } from './content-routes.ts';
import { addImage, getImage, getImageById, listImages } from './image-routes.ts';
import { addPolicy, changePolicy, deletePolicy, getPolicy, listPolicies } from './policy-routes.ts';
import { bases, getSwagger, getSystem, listFeeds } from './system-routes.ts';
import { listVulnerabilities, listVulnerabilityTypes } from './vulnerability-routes.ts';

/** The API of Anchore Engine, as far as `anchore-cli image`, `evaluate`, `policy` and `system` use it. */
export const anchoreRoutes: readonly Route[] = [
  ...bases,
  getSwagger,
  getSystem,
  listFeeds,
  addImage,
  listImages,
  getImageById,
  getImage,
  listVulnerabilityTypes,
  listVulnerabilities,
  listContentTypes,
  listContent,
  checkImage,
  listPolicies,
  getPolicy,
  addPolicy,
  changePolicy,
  deletePolicy,
];
