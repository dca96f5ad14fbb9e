import { type VersionScheme, type VersionSchemeId } from '../model/version-scheme.ts';
import { alpmScheme } from './alpm.ts';
import { apkScheme } from './apk.ts';
import { composerScheme } from './composer.ts';
import { debScheme } from './deb.ts';
import { gemScheme } from './gem.ts';
import { mavenScheme } from './maven.ts';
import { nugetScheme } from './nuget.ts';
import { pep440Scheme } from './pep440.ts';
import { portageScheme } from './portage.ts';
import { rpmScheme } from './rpm.ts';
import { semverScheme } from './semver.ts';
import { semverBuildScheme } from './semver-build.ts';
import { conanScheme } from './conan.ts';
import { cranScheme } from './cran.ts';
import { pvpScheme } from './pvp.ts';
import { opamScheme } from './opam.ts';

/** Every scheme that the ecosystem table can name. */
export const versionSchemes: Readonly<Record<VersionSchemeId, VersionScheme>> = {
  alpm: alpmScheme,
  apk: apkScheme,
  deb: debScheme,
  rpm: rpmScheme,
  semver: semverScheme,
  pep440: pep440Scheme,
  maven: mavenScheme,
  gem: gemScheme,
  nuget: nugetScheme,
  composer: composerScheme,
  'semver-build': semverBuildScheme,
  conan: conanScheme,
  cran: cranScheme,
  pvp: pvpScheme,
  opam: opamScheme,
  portage: portageScheme,
};
