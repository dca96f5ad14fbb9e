import { type FileRule, type ImageRule } from './image-rule.ts';
import { addFromUrl } from './rules/add-from-url.ts';
import { adminPort } from './rules/admin-port.ts';
import { buildFileLeft } from './rules/build-file-left.ts';
import { buildTools } from './rules/build-tools.ts';
import { duplicateUserId } from './rules/duplicate-user-id.ts';
import { emptyPassword } from './rules/empty-password.ts';
import { endOfLifeBase } from './rules/end-of-life-base.ts';
import { largeImage } from './rules/large-image.ts';
import { manyLayers } from './rules/many-layers.ts';
import { modifiedPackageFile } from './rules/modified-package-file.ts';
import { namedUser } from './rules/named-user.ts';
import { networkService } from './rules/network-service.ts';
import { noHealthcheck } from './rules/no-healthcheck.ts';
import { oldImage } from './rules/old-image.ts';
import { packageCache } from './rules/package-cache.ts';
import { readableShadow } from './rules/readable-shadow.ts';
import { rootUser } from './rules/root-user.ts';
import { sensitiveVolume } from './rules/sensitive-volume.ts';
import { setuidFile } from './rules/setuid-file.ts';
import { shellHistory } from './rules/shell-history.ts';
import { shellInMinimalImage } from './rules/shell-in-minimal-image.ts';
import { systemWorkdir } from './rules/system-workdir.ts';
import { versionControl } from './rules/version-control.ts';
import { wastedSpace } from './rules/wasted-space.ts';
import { worldWritable } from './rules/world-writable.ts';

/** Every rule about the configuration and the history of an image. */
export const imageRules: readonly ImageRule[] = [
  addFromUrl,
  adminPort,
  endOfLifeBase,
  manyLayers,
  namedUser,
  noHealthcheck,
  oldImage,
  rootUser,
  sensitiveVolume,
  systemWorkdir,
];

/** Every rule about the files of an image. */
export const fileRules: readonly FileRule[] = [
  buildFileLeft,
  buildTools,
  duplicateUserId,
  emptyPassword,
  largeImage,
  modifiedPackageFile,
  networkService,
  packageCache,
  readableShadow,
  setuidFile,
  shellHistory,
  shellInMinimalImage,
  versionControl,
  wastedSpace,
  worldWritable,
];
