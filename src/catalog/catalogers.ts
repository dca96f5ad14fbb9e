import { type Cataloger } from './cataloger.ts';
import { goBinary } from './language/go/go-binary.ts';
import { npmInstalled } from './language/npm-installed.ts';
import { npmLock } from './language/npm-lock.ts';
import { apkInstalled } from './os/apk-installed.ts';
import { dpkgStatus } from './os/dpkg-status.ts';
import { rpmDatabase } from './os/rpm-database.ts';

/** Every cataloger, by id. A test holds this list and the folders to each other. */
export const catalogers: readonly Cataloger[] = [apkInstalled, dpkgStatus, goBinary, npmInstalled, npmLock, rpmDatabase];
