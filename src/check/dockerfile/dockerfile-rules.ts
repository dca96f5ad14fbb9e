import { type DockerfileRule } from './dockerfile-rule.ts';
import { constantPlatform } from './rules/base/constant-platform.ts';
import { fullBase } from './rules/base/full-base.ts';
import { invalidDefaultArgument } from './rules/base/invalid-default-argument.ts';
import { latestBase } from './rules/base/latest-base.ts';
import { redundantPlatform } from './rules/base/redundant-platform.ts';
import { undefinedArgumentInFrom } from './rules/base/undefined-argument-in-from.ts';
import { unofficialBase } from './rules/base/unofficial-base.ts';
import { unpinnedBase } from './rules/base/unpinned-base.ts';
import { untaggedBase } from './rules/base/untagged-base.ts';
import { untrustedRegistry } from './rules/base/untrusted-registry.ts';
import { addFromUrl } from './rules/copy/add-from-url.ts';
import { addInsteadOfCopy } from './rules/copy/add-instead-of-copy.ts';
import { copiedArchive } from './rules/copy/copied-archive.ts';
import { ignoredFile } from './rules/copy/ignored-file.ts';
import { manySourcesWithoutSlash } from './rules/copy/many-sources-without-slash.ts';
import { relativeDestination } from './rules/copy/relative-destination.ts';
import { labelEmpty } from './rules/labels/label-empty.ts';
import { labelKey } from './rules/labels/label-key.ts';
import { labelMissing } from './rules/labels/label-missing.ts';
import { labelNotEmail } from './rules/labels/label-not-email.ts';
import { labelNotHash } from './rules/labels/label-not-hash.ts';
import { labelNotLicense } from './rules/labels/label-not-license.ts';
import { labelNotTime } from './rules/labels/label-not-time.ts';
import { labelNotUrl } from './rules/labels/label-not-url.ts';
import { labelNotVersion } from './rules/labels/label-not-version.ts';
import { labelSuperfluous } from './rules/labels/label-superfluous.ts';
import { apkCache } from './rules/packages/apk-cache.ts';
import { apkPin } from './rules/packages/apk-pin.ts';
import { aptDistUpgrade } from './rules/packages/apt-dist-upgrade.ts';
import { aptLists } from './rules/packages/apt-lists.ts';
import { aptPin } from './rules/packages/apt-pin.ts';
import { aptRecommends } from './rules/packages/apt-recommends.ts';
import { aptTool } from './rules/packages/apt-tool.ts';
import { aptYes } from './rules/packages/apt-yes.ts';
import { dnfCache } from './rules/packages/dnf-cache.ts';
import { dnfPin } from './rules/packages/dnf-pin.ts';
import { dnfYes } from './rules/packages/dnf-yes.ts';
import { gemPin } from './rules/packages/gem-pin.ts';
import { goPin } from './rules/packages/go-pin.ts';
import { microdnfCache } from './rules/packages/microdnf-cache.ts';
import { npmCache } from './rules/packages/npm-cache.ts';
import { npmDevelopment } from './rules/packages/npm-development.ts';
import { npmPin } from './rules/packages/npm-pin.ts';
import { pipCache } from './rules/packages/pip-cache.ts';
import { pipPin } from './rules/packages/pip-pin.ts';
import { updateAlone } from './rules/packages/update-alone.ts';
import { yarnCache } from './rules/packages/yarn-cache.ts';
import { yumCache } from './rules/packages/yum-cache.ts';
import { yumPin } from './rules/packages/yum-pin.ts';
import { yumYes } from './rules/packages/yum-yes.ts';
import { zypperCache } from './rules/packages/zypper-cache.ts';
import { zypperDistUpgrade } from './rules/packages/zypper-dist-upgrade.ts';
import { zypperPin } from './rules/packages/zypper-pin.ts';
import { zypperYes } from './rules/packages/zypper-yes.ts';
import { cd } from './rules/run/cd.ts';
import { consecutiveRun } from './rules/run/consecutive-run.ts';
import { downloadAndRun } from './rules/run/download-and-run.ts';
import { largeUserId } from './rules/run/large-user-id.ts';
import { manyLayers } from './rules/run/many-layers.ts';
import { networkService } from './rules/run/network-service.ts';
import { pipefail } from './rules/run/pipefail.ts';
import { pointlessCommand } from './rules/run/pointless-command.ts';
import { shellLink } from './rules/run/shell-link.ts';
import { sudo } from './rules/run/sudo.ts';
import { unverifiedDownload } from './rules/run/unverified-download.ts';
import { unverifiedPackage } from './rules/run/unverified-package.ts';
import { wgetAndCurl } from './rules/run/wget-and-curl.ts';
import { wgetProgress } from './rules/run/wget-progress.ts';
import { worldWritable } from './rules/run/world-writable.ts';
import { adminPort } from './rules/runtime/admin-port.ts';
import { chainedWorkdir } from './rules/runtime/chained-workdir.ts';
import { multipleCmd } from './rules/runtime/multiple-cmd.ts';
import { multipleEntrypoints } from './rules/runtime/multiple-entrypoints.ts';
import { multipleHealthchecks } from './rules/runtime/multiple-healthchecks.ts';
import { namedUser } from './rules/runtime/named-user.ts';
import { noHealthcheck } from './rules/runtime/no-healthcheck.ts';
import { portMapping } from './rules/runtime/port-mapping.ts';
import { portOutOfRange } from './rules/runtime/port-out-of-range.ts';
import { portProtocolCase } from './rules/runtime/port-protocol-case.ts';
import { relativeWorkdir } from './rules/runtime/relative-workdir.ts';
import { rootUser } from './rules/runtime/root-user.ts';
import { secretFile } from './rules/runtime/secret-file.ts';
import { secretInVariable } from './rules/runtime/secret-in-variable.ts';
import { sensitiveVolume } from './rules/runtime/sensitive-volume.ts';
import { shellFormCommand } from './rules/runtime/shell-form-command.ts';
import { systemWorkdir } from './rules/runtime/system-workdir.ts';
import { buildTools } from './rules/stages/build-tools.ts';
import { copyFromSelf } from './rules/stages/copy-from-self.ts';
import { copyFromUnknown } from './rules/stages/copy-from-unknown.ts';
import { copyWholeStage } from './rules/stages/copy-whole-stage.ts';
import { duplicateStageName } from './rules/stages/duplicate-stage-name.ts';
import { firstInstruction } from './rules/stages/first-instruction.ts';
import { fromAsCase } from './rules/stages/from-as-case.ts';
import { reservedStageName } from './rules/stages/reserved-stage-name.ts';
import { stageNameCase } from './rules/stages/stage-name-case.ts';
import { badTrigger } from './rules/syntax/bad-trigger.ts';
import { definitionDescription } from './rules/syntax/definition-description.ts';
import { emptyContinuation } from './rules/syntax/empty-continuation.ts';
import { envUsesItself } from './rules/syntax/env-uses-itself.ts';
import { inlineIgnore } from './rules/syntax/inline-ignore.ts';
import { instructionCase } from './rules/syntax/instruction-case.ts';
import { legacyKeyValue } from './rules/syntax/legacy-key-value.ts';
import { maintainer } from './rules/syntax/maintainer.ts';
import { undefinedVariable } from './rules/syntax/undefined-variable.ts';

/** Every rule about Dockerfiles. */
export const dockerfileRules: readonly DockerfileRule[] = [
  constantPlatform,
  fullBase,
  invalidDefaultArgument,
  latestBase,
  redundantPlatform,
  undefinedArgumentInFrom,
  unofficialBase,
  unpinnedBase,
  untaggedBase,
  untrustedRegistry,
  buildTools,
  copyFromSelf,
  copyFromUnknown,
  copyWholeStage,
  duplicateStageName,
  firstInstruction,
  fromAsCase,
  reservedStageName,
  stageNameCase,
  badTrigger,
  definitionDescription,
  emptyContinuation,
  envUsesItself,
  inlineIgnore,
  instructionCase,
  legacyKeyValue,
  maintainer,
  undefinedVariable,
  adminPort,
  chainedWorkdir,
  multipleCmd,
  multipleEntrypoints,
  multipleHealthchecks,
  namedUser,
  noHealthcheck,
  portMapping,
  portOutOfRange,
  portProtocolCase,
  relativeWorkdir,
  rootUser,
  secretFile,
  secretInVariable,
  sensitiveVolume,
  shellFormCommand,
  systemWorkdir,
  addFromUrl,
  addInsteadOfCopy,
  copiedArchive,
  ignoredFile,
  manySourcesWithoutSlash,
  relativeDestination,
  labelEmpty,
  labelKey,
  labelMissing,
  labelNotEmail,
  labelNotHash,
  labelNotLicense,
  labelNotTime,
  labelNotUrl,
  labelNotVersion,
  labelSuperfluous,
  cd,
  consecutiveRun,
  downloadAndRun,
  largeUserId,
  manyLayers,
  networkService,
  pipefail,
  pointlessCommand,
  shellLink,
  sudo,
  unverifiedDownload,
  unverifiedPackage,
  wgetAndCurl,
  wgetProgress,
  worldWritable,
  apkCache,
  apkPin,
  aptDistUpgrade,
  aptLists,
  aptPin,
  aptRecommends,
  aptTool,
  aptYes,
  dnfCache,
  dnfPin,
  dnfYes,
  gemPin,
  goPin,
  microdnfCache,
  npmCache,
  npmDevelopment,
  npmPin,
  pipCache,
  pipPin,
  updateAlone,
  yarnCache,
  yumCache,
  yumPin,
  yumYes,
  zypperCache,
  zypperDistUpgrade,
  zypperPin,
  zypperYes,
];
