import { type Cataloger } from './cataloger.ts';
import { goBinary } from './language/go/go-binary.ts';
import { javascriptLock } from './language/npm/javascript-lock.ts';
import { npmInstalled } from './language/npm/npm-installed.ts';
import { npmLock } from './language/npm/npm-lock.ts';
import { pythonInstalled } from './language/python/python-installed.ts';
import { pythonLock } from './language/python/python-lock.ts';
import { pythonRequirements } from './language/python/python-requirements.ts';
import { apkInstalled } from './os/apk/apk-installed.ts';
import { dpkgStatus } from './os/dpkg/dpkg-status.ts';
import { pacmanLocal } from './os/pacman/pacman-local.ts';
import { rpmDatabase } from './os/rpm/rpm-database.ts';

/** Every cataloger, by id. A test holds this list and the folders to each other. */
export const catalogers: readonly Cataloger[] = [
  apkInstalled,
  dpkgStatus,
  goBinary,
  javascriptLock,
  npmInstalled,
  npmLock,
  pacmanLocal,
  pythonInstalled,
  pythonLock,
  pythonRequirements,
  rpmDatabase,
];
