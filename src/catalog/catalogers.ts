import { type Cataloger } from './cataloger.ts';
import { embeddedSbom } from './claim/embedded-sbom.ts';
import { hexLock } from './language/beam/hex-lock.ts';
import { otpApplication } from './language/beam/otp-application.ts';
import { condaInstalled } from './language/conda/conda-installed.ts';
import { condaLock } from './language/conda/conda-lock.ts';
import { conanInstalled } from './language/cpp/conan-installed.ts';
import { conanLock } from './language/cpp/conan-lock.ts';
import { vcpkgInstalled } from './language/cpp/vcpkg-installed.ts';
import { vcpkgManifest } from './language/cpp/vcpkg-manifest.ts';
import { pubspecLock } from './language/dart/pubspec-lock.ts';
import { pubspec } from './language/dart/pubspec.ts';
import { denoLock } from './language/deno/deno-lock.ts';
import { dotnetDeps } from './language/dotnet/dotnet-deps.ts';
import { nugetInstalled } from './language/dotnet/nuget-installed.ts';
import { nugetLock } from './language/dotnet/nuget-lock.ts';
import { githubActions } from './language/github/github-actions.ts';
import { goBinary } from './language/go/go-binary.ts';
import { goMod } from './language/go/go-mod.ts';
import { haskellLock } from './language/haskell/haskell-lock.ts';
import { gradleLock } from './language/java/gradle-lock.ts';
import { javaInstalled } from './language/java/java-installed.ts';
import { javaRuntime } from './language/java/java-runtime.ts';
import { mavenProject } from './language/java/maven-project.ts';
import { sbtLock } from './language/java/sbt-lock.ts';
import { gradleVersionCatalog } from './language/java/version-catalog.ts';
import { juliaManifest } from './language/julia/julia-manifest.ts';
import { juliaProject } from './language/julia/julia-project.ts';
import { rockspec } from './language/lua/rockspec.ts';
import { javascriptLock } from './language/npm/javascript-lock.ts';
import { npmInstalled } from './language/npm/npm-installed.ts';
import { npmLock } from './language/npm/npm-lock.ts';
import { opam } from './language/ocaml/opam.ts';
import { perlInstalled } from './language/perl/perl-installed.ts';
import { perlLock } from './language/perl/perl-lock.ts';
import { composerInstalled } from './language/php/composer-installed.ts';
import { composerLock } from './language/php/composer-lock.ts';
import { pearInstalled } from './language/php/pear-installed.ts';
import { pythonInstalled } from './language/python/python-installed.ts';
import { pythonLock } from './language/python/python-lock.ts';
import { pythonRequirements } from './language/python/python-requirements.ts';
import { rInstalled } from './language/r/r-installed.ts';
import { rLock } from './language/r/r-lock.ts';
import { gemInstalled } from './language/ruby/gem-installed.ts';
import { gemfileLock } from './language/ruby/gemfile-lock.ts';
import { cargoLock } from './language/rust/cargo-lock.ts';
import { rustBinary } from './language/rust/rust-binary.ts';
import { cocoapodsLock } from './language/swift/cocoapods-lock.ts';
import { swiftLock } from './language/swift/swift-lock.ts';
import { terraformLock } from './language/terraform/terraform-lock.ts';
import { wordpressInstalled } from './language/wordpress/wordpress-installed.ts';
import { apkInstalled } from './os/apk/apk-installed.ts';
import { bitnamiComponent } from './os/bitnami/bitnami-component.ts';
import { bottlerocketInventory } from './os/bottlerocket/bottlerocket-inventory.ts';
import { chiselManifest } from './os/chisel/chisel-manifest.ts';
import { cosPackages } from './os/cos/cos-packages.ts';
import { dpkgStatus } from './os/dpkg/dpkg-status.ts';
import { homebrewCellar } from './os/homebrew/homebrew-cellar.ts';
import { linuxKernel } from './os/kernel/linux-kernel.ts';
import { nixStore } from './os/nix/nix-store.ts';
import { packageNoteProgram } from './os/note/package-note-program.ts';
import { opkgStatus } from './os/opkg/opkg-status.ts';
import { pacmanLocal } from './os/pacman/pacman-local.ts';
import { portageInstalled } from './os/portage/portage-installed.ts';
import { rpmDatabase } from './os/rpm/rpm-database.ts';
import { rpmManifest } from './os/rpm/rpm-manifest.ts';
import { snapMetadata } from './os/snap/snap-metadata.ts';
import { programBinary } from './program/program-binary.ts';

/** Every cataloger, by id. A test holds this list and the folders to each other. */
export const catalogers: readonly Cataloger[] = [
  apkInstalled,
  bitnamiComponent,
  bottlerocketInventory,
  cargoLock,
  chiselManifest,
  cocoapodsLock,
  composerInstalled,
  composerLock,
  conanInstalled,
  conanLock,
  condaInstalled,
  condaLock,
  cosPackages,
  denoLock,
  dotnetDeps,
  dpkgStatus,
  embeddedSbom,
  gemInstalled,
  gemfileLock,
  githubActions,
  goBinary,
  goMod,
  gradleLock,
  gradleVersionCatalog,
  haskellLock,
  hexLock,
  homebrewCellar,
  javaInstalled,
  javaRuntime,
  javascriptLock,
  juliaManifest,
  juliaProject,
  linuxKernel,
  mavenProject,
  nixStore,
  npmInstalled,
  npmLock,
  nugetInstalled,
  nugetLock,
  opam,
  opkgStatus,
  otpApplication,
  packageNoteProgram,
  pacmanLocal,
  pearInstalled,
  perlInstalled,
  perlLock,
  portageInstalled,
  programBinary,
  pubspec,
  pubspecLock,
  pythonInstalled,
  pythonLock,
  pythonRequirements,
  rInstalled,
  rLock,
  rockspec,
  rpmDatabase,
  rpmManifest,
  rustBinary,
  sbtLock,
  snapMetadata,
  swiftLock,
  terraformLock,
  vcpkgInstalled,
  vcpkgManifest,
  wordpressInstalled,
];
