import { type VersionScheme, type VersionSchemeId } from '../model/version-scheme.ts';
import { alpmScheme } from './alpm.ts';
import { apkScheme } from './apk.ts';
import { composerScheme } from './composer.ts';
import { debScheme } from './deb.ts';
import { gemScheme } from './gem.ts';
import { mavenScheme } from './maven.ts';
import { nugetScheme } from './nuget.ts';
import { pep440Scheme } from './pep440.ts';
import { rpmScheme } from './rpm.ts';
import { semverScheme } from './semver.ts';

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
};
