import { type Cataloger } from './cataloger.ts';
import { dotnetDeps } from './language/dotnet/dotnet-deps.ts';
import { nugetLock } from './language/dotnet/nuget-lock.ts';
import { goBinary } from './language/go/go-binary.ts';
import { goMod } from './language/go/go-mod.ts';
import { gradleLock } from './language/java/gradle-lock.ts';
import { javaInstalled } from './language/java/java-installed.ts';
import { javaRuntime } from './language/java/java-runtime.ts';
import { mavenProject } from './language/java/maven-project.ts';
import { sbtLock } from './language/java/sbt-lock.ts';
import { versionCatalog } from './language/java/version-catalog.ts';
import { javascriptLock } from './language/npm/javascript-lock.ts';
import { npmInstalled } from './language/npm/npm-installed.ts';
import { npmLock } from './language/npm/npm-lock.ts';
import { composerInstalled } from './language/php/composer-installed.ts';
import { composerLock } from './language/php/composer-lock.ts';
import { pythonInstalled } from './language/python/python-installed.ts';
import { pythonLock } from './language/python/python-lock.ts';
import { pythonRequirements } from './language/python/python-requirements.ts';
import { gemInstalled } from './language/ruby/gem-installed.ts';
import { gemfileLock } from './language/ruby/gemfile-lock.ts';
import { cargoLock } from './language/rust/cargo-lock.ts';
import { apkInstalled } from './os/apk/apk-installed.ts';
import { dpkgStatus } from './os/dpkg/dpkg-status.ts';
import { opkgStatus } from './os/opkg/opkg-status.ts';
import { packageNoteProgram } from './os/note/package-note-program.ts';
import { pacmanLocal } from './os/pacman/pacman-local.ts';
import { rpmDatabase } from './os/rpm/rpm-database.ts';
import { pubspecLock } from './language/dart/pubspec-lock.ts';
import { pubspec } from './language/dart/pubspec.ts';
import { hexLock } from './language/beam/hex-lock.ts';
import { otpApplication } from './language/beam/otp-application.ts';
import { programBinary } from './program/program-binary.ts';

/** Every cataloger, by id. A test holds this list and the folders to each other. */
export const catalogers: readonly Cataloger[] = [
  apkInstalled,
  cargoLock,
  composerInstalled,
  composerLock,
  dotnetDeps,
  dpkgStatus,
  gemInstalled,
  gemfileLock,
  goBinary,
  goMod,
  gradleLock,
  versionCatalog,
  hexLock,
  javaInstalled,
  javaRuntime,
  javascriptLock,
  mavenProject,
  npmInstalled,
  npmLock,
  nugetLock,
  opkgStatus,
  otpApplication,
  packageNoteProgram,
  pacmanLocal,
  programBinary,
  pubspec,
  pubspecLock,
  pythonInstalled,
  pythonLock,
  pythonRequirements,
  rpmDatabase,
  sbtLock,
];
