import { type CommandEntry } from './command.ts';
import { trustCommands } from './trust-commands.ts';

/** Every command, in the order that help shows them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'scan images for vulnerabilities, misconfiguration, secrets and licences',
    aliases: ['image', 'rootfs', 'fs', 'filesystem'],
    load: async () => (await import('./scan/scan-command.ts')).scanCommand,
  },
  {
    name: 'cves',
    summary: 'list the known vulnerabilities of one image',
    load: async () => (await import('./scan/cves-command.ts')).cvesCommand,
  },
  {
    name: 'explain',
    summary: 'explain why an image has a vulnerability, or why not',
    load: async () => (await import('./scan/explain-command.ts')).explainCommand,
  },
  {
    name: 'explain-diff',
    summary: 'explain why two reports of an image differ',
    load: async () => (await import('./database/explain-diff-command.ts')).explainDiffCommand,
  },
  {
    name: 'lint',
    summary: 'check Dockerfiles, Compose files, Kubernetes manifests and Helm charts',
    load: async () => (await import('./lint/lint-command.ts')).lintCommand,
  },
  {
    name: 'secrets',
    summary: 'find secrets in images, directories and git history',
    load: async () => (await import('./scan/secrets-command.ts')).secretsCommand,
  },
  {
    name: 'sbom',
    summary: 'list the packages of an image as CycloneDX, SPDX or Syft JSON',
    load: async () => (await import('./scan/sbom-command.ts')).sbomCommand,
  },
  {
    name: 'quickview',
    summary: 'summarise an image and its base on one screen',
    load: async () => (await import('./remedy/quickview-command.ts')).quickviewCommand,
  },
  {
    name: 'compare',
    summary: 'compare two images: findings, packages, size and configuration',
    load: async () => (await import('./compare/compare-command.ts')).compareCommand,
  },
  {
    name: 'reach',
    summary: 'show which packages the entrypoint of an image can load',
    load: async () => (await import('./reach/reach-command.ts')).reachCommand,
  },
  {
    name: 'layers',
    summary: 'show what each layer of an image adds, wastes and brings in',
    load: async () => (await import('./compare/layers-command.ts')).layersCommand,
  },
  {
    name: 'recommend',
    summary: 'recommend updates of the base image, each scanned',
    load: async () => (await import('./remedy/recommend-command.ts')).recommendCommand,
  },
  {
    name: 'fix',
    summary: 'plan fixes, and write them as a patch of the Dockerfile and the manifests',
    load: async () => (await import('./remedy/fix-command.ts')).fixCommand,
  },
  {
    name: 'slim',
    summary: 'show what an image can do without, and build it without that',
    load: async () => (await import('./remedy/slim/slim-command.ts')).slimCommand,
  },
  {
    name: 'patch',
    summary: 'bring the distribution’s packages of an image to fixed versions in one new layer',
    load: async () => (await import('./remedy/patch-command.ts')).patchCommand,
  },
  {
    name: 'watch',
    summary: 'scan images again and again, and rebuild them when there is a reason',
    load: async () => (await import('./remedy/watch-command.ts')).watchCommand,
  },
  {
    name: 'convert',
    summary: 'write a JSON report in other formats',
    load: async () => (await import('./report/convert-command.ts')).convertCommand,
  },
  {
    name: 'sample',
    summary: 'scan a deliberately vulnerable sample image',
    load: async () => (await import('./scan/sample-command.ts')).sampleCommand,
  },
  {
    name: 'audit',
    summary: 'check a Docker or Podman host against the CIS Docker Benchmark',
    load: async () => (await import('./audit/audit-command.ts')).auditCommand,
  },
  {
    name: 'audit record',
    summary: 'record a host in a folder, to audit it elsewhere',
    load: async () => (await import('./audit/audit-record-command.ts')).auditRecordCommand,
  },
  {
    name: 'profile lint',
    summary: 'check seccomp and AppArmor profiles for mistakes',
    load: async () => (await import('./harden/profile/profile-lint-command.ts')).profileLintCommand,
  },
  {
    name: 'profile diff',
    summary: 'compare two seccomp profiles by what they permit',
    load: async () => (await import('./harden/profile/profile-diff-command.ts')).profileDiffCommand,
  },
  {
    name: 'profile merge',
    summary: 'join seccomp profiles into one',
    load: async () => (await import('./harden/profile/profile-merge-command.ts')).profileMergeCommand,
  },
  {
    name: 'profile explain',
    summary: 'show what a seccomp profile permits, and which rule decides',
    load: async () => (await import('./harden/profile/profile-explain-command.ts')).profileExplainCommand,
  },
  {
    name: 'profile from-image',
    summary: 'make a seccomp profile from the machine code of an image',
    load: async () => (await import('./harden/profile/profile-from-image-command.ts')).profileFromImageCommand,
  },
  {
    name: 'profile from-trace',
    summary: 'make a seccomp profile from the calls that were seen',
    load: async () => (await import('./harden/profile/profile-from-trace-command.ts')).profileFromTraceCommand,
  },
  {
    name: 'ps',
    summary: 'rank running containers by what is exposed, exploitable and changed',
    load: async () => (await import('./audit/ps-command.ts')).psCommand,
  },
  {
    name: 'profile refine',
    summary: 'add to an AppArmor profile what its log asks for',
    load: async () => (await import('./harden/profile/profile-refine-command.ts')).profileRefineCommand,
  },
  {
    name: 'profile apply',
    summary: 'write what Docker, Compose and Kubernetes need to use a profile',
    load: async () => (await import('./harden/profile/profile-apply-command.ts')).profileApplyCommand,
  },
  {
    name: 'guard docker',
    summary: 'refuse containers that the policy refuses, as an authorization plugin of dockerd',
    load: async () => (await import('./guard/guard-docker-command.ts')).guardDockerCommand,
  },
  {
    name: 'events',
    summary: 'send engine events, changes in containers and policy breaches to a SIEM',
    load: async () => (await import('./audit/events-command.ts')).eventsCommand,
  },
  {
    name: 'guard kubernetes',
    summary: 'refuse pods that the policy refuses, as an admission webhook',
    load: async () => (await import('./guard/guard-kubernetes-command.ts')).guardKubernetesCommand,
  },
  {
    name: 'guard image',
    summary: 'decide about one image, for the image verifiers of containerd',
    load: async () => (await import('./guard/guard-image-command.ts')).guardImageCommand,
  },
  {
    name: 'network',
    summary: 'show who can reach whom, and check assertions about it',
    load: async () => (await import('./harden/network-command.ts')).networkCommand,
  },
  {
    name: 'harden',
    summary: 'write a Compose override that takes from services what they do not need',
    load: async () => (await import('./harden/harden-command.ts')).hardenCommand,
  },
  {
    name: 'policy check',
    summary: 'check pratique.yaml and ignore files for errors',
    load: async () => (await import('./policy/policy-check-command.ts')).policyCheckCommand,
  },
  {
    name: 'policy test',
    summary: 'run the test cases of a policy',
    load: async () => (await import('./policy/policy-test-command.ts')).policyTestCommand,
  },
  {
    name: 'policy explain',
    summary: 'show which line of a policy decided about which finding',
    load: async () => (await import('./policy/policy-explain-command.ts')).policyExplainCommand,
  },
  {
    name: 'policy lint',
    summary: 'find expired, unused and over-broad suppressions',
    load: async () => (await import('./policy/policy-lint-command.ts')).policyLintCommand,
  },
  {
    name: 'migrate',
    summary: 'replace other scanners in the CI files of a repository, as a diff',
    load: async () => (await import('./migrate/migrate-command.ts')).migrateCommand,
  },
  {
    name: 'policy import',
    summary: 'convert ignore files of other tools to suppressions in pratique.yaml',
    load: async () => (await import('./policy/policy-import-command.ts')).policyImportCommand,
  },
  {
    name: 'vex explain',
    summary: 'show why VEX statements do or do not apply to a finding',
    load: async () => (await import('./policy/vex-explain-command.ts')).vexExplainCommand,
  },
  {
    name: 'vex create',
    summary: 'write suppressed findings as an OpenVEX document',
    load: async () => (await import('./policy/vex-create-command.ts')).vexCreateCommand,
  },
  {
    name: 'db build',
    summary: 'build an advisory database from the publishers’ feeds',
    load: async () => (await import('./database/db-build-command.ts')).dbBuildCommand,
  },
  {
    name: 'db update',
    summary: 'update the advisories on this machine',
    load: async () => (await import('./database/db-update-command.ts')).dbUpdateCommand,
  },
  {
    name: 'db status',
    summary: 'show the content and age of the advisories on this machine',
    load: async () => (await import('./database/db-status-command.ts')).dbStatusCommand,
  },
  {
    name: 'db search',
    summary: 'look up a CVE, an advisory or a package in the advisory database',
    load: async () => (await import('./database/db-search-command.ts')).dbSearchCommand,
  },
  {
    name: 'db export',
    summary: 'write the advisories to one signed file for networks without internet',
    load: async () => (await import('./database/db-export-command.ts')).dbExportCommand,
  },
  {
    name: 'db import',
    summary: 'import the advisories of a signed file',
    load: async () => (await import('./database/db-import-command.ts')).dbImportCommand,
  },
  {
    name: 'db verify',
    summary: 'verify a signed file of advisories without importing it',
    load: async () => (await import('./database/db-verify-command.ts')).dbVerifyCommand,
  },
  {
    name: 'db repo init',
    summary: 'create a signed advisory repository and its keys',
    load: async () => (await import('./database/db-repo-init-command.ts')).dbRepoInitCommand,
  },
  {
    name: 'db repo publish',
    summary: 'sign and publish a database to a repository',
    load: async () => (await import('./database/db-repo-publish-command.ts')).dbRepoPublishCommand,
  },
  {
    name: 'db repo sign',
    summary: 'sign the current generation of a repository again',
    load: async () => (await import('./database/db-repo-sign-command.ts')).dbRepoSignCommand,
  },
  {
    name: 'db repo rotate',
    summary: 'replace the keys of a repository',
    load: async () => (await import('./database/db-repo-rotate-command.ts')).dbRepoRotateCommand,
  },
  {
    name: 'verify',
    summary: 'verify signatures and explain the result',
    load: async () => (await import('./verify/verify-command.ts')).verifyCommand,
  },
  {
    name: 'verify-attestation',
    summary: 'verify attestations against a policy',
    load: async () => (await import('./verify/verify-attestation-command.ts')).verifyAttestationCommand,
  },
  {
    name: 'sign',
    summary: 'sign an image with a key, an identity or a certificate (sigstore, Notation)',
    load: async () => (await import('./sign/sign-command.ts')).signCommand,
  },
  {
    name: 'sign generate-key-pair',
    summary: 'generate a key pair for signing, as cosign does',
    load: async () => (await import('./sign/sign-generate-key-pair-command.ts')).signGenerateKeyPairCommand,
  },
  {
    name: 'attest',
    summary: 'attach a signed attestation to an image',
    load: async () => (await import('./sign/attest-command.ts')).attestCommand,
  },
  ...trustCommands,
  {
    name: 'tree',
    summary: 'show an image with its signatures, attestations and SBOMs',
    load: async () => (await import('./artifact/tree-command.ts')).treeCommand,
  },
  {
    name: 'copy',
    summary: 'copy an image with its signatures and attestations',
    load: async () => (await import('./artifact/copy-command.ts')).copyCommand,
  },
  {
    name: 'attach sbom',
    summary: 'attach an SBOM to an image, unsigned',
    load: async () => (await import('./artifact/attach-sbom-command.ts')).attachSbomCommand,
  },
  {
    name: 'download signature',
    summary: 'write the cosign signatures of an image as JSON lines',
    load: async () => (await import('./artifact/download-signature-command.ts')).downloadSignatureCommand,
  },
  {
    name: 'download attestation',
    summary: 'write the attestations of an image as JSON lines',
    load: async () => (await import('./artifact/download-attestation-command.ts')).downloadAttestationCommand,
  },
  {
    name: 'download sbom',
    summary: 'write the SBOM that is attached to an image',
    load: async () => (await import('./artifact/download-sbom-command.ts')).downloadSbomCommand,
  },
  {
    name: 'clean',
    summary: 'remove signatures, attestations or SBOMs of an image',
    load: async () => (await import('./artifact/clean-command.ts')).cleanCommand,
  },
  {
    name: 'doctor',
    summary: 'find orphaned and broken signatures, and check trust metadata',
    load: async () => (await import('./artifact/doctor-command.ts')).doctorCommand,
  },
  {
    name: 'trust migrate export',
    summary: 'export all trust data of repositories to one archive',
    load: async () => (await import('./trust/migrate/trust-migrate-export-command.ts')).trustMigrateExportCommand,
  },
  {
    name: 'trust migrate resolve',
    summary: 'list signed tags and digests, and whether the registry has them',
    load: async () => (await import('./trust/migrate/trust-migrate-resolve-command.ts')).trustMigrateResolveCommand,
  },
  {
    name: 'trust migrate apply',
    summary: 're-sign images signed with Docker Content Trust, and write a policy',
    load: async () => (await import('./trust/migrate/trust-migrate-apply-command.ts')).trustMigrateApplyCommand,
  },
  {
    name: 'trust repo renew',
    summary: 'renew the timestamp of trust metadata in the registry',
    load: async () => (await import('./trust/trust-repo-renew-command.ts')).trustRepoRenewCommand,
  },
  {
    name: 'trust repo restore',
    summary: 'publish trust metadata again that the registry lost',
    load: async () => (await import('./trust/trust-repo-restore-command.ts')).trustRepoRestoreCommand,
  },
  {
    name: 'mcp',
    summary: 'serve scans, plans and fixes to coding assistants (Model Context Protocol)',
    load: async () => (await import('./mcp/mcp-command.ts')).mcpCommand,
  },
  { name: 'serve', summary: 'run the server', load: async () => (await import('./serve/serve-command.ts')).serveCommand },
  // prettier-ignore
  { name: 'serve backup', summary: 'write everything a server keeps to a file', load: async () => (await import('./serve/serve-backup-command.ts')).serveBackupCommand },
  // prettier-ignore
  { name: 'serve restore', summary: 'fill an empty database from a backup', load: async () => (await import('./serve/serve-restore-command.ts')).serveRestoreCommand },
  {
    name: 'repo list',
    summary: 'list the repositories that a server knows',
    load: async () => (await import('./serve/repo-list-command.ts')).repoListCommand,
  },
  {
    name: 'repo enable',
    summary: 'have a server scan what is pushed to a repository',
    load: async () => (await import('./serve/repo-enable-command.ts')).repoEnableCommand,
  },
  {
    name: 'repo disable',
    summary: 'have a server ignore a repository',
    load: async () => (await import('./serve/repo-disable-command.ts')).repoDisableCommand,
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    load: async () => (await import('./help/completion-command.ts')).completionCommand,
  },
  { name: 'help', summary: 'show help for a command or a topic', load: async () => (await import('./help/help-command.ts')).helpCommand },
  { name: 'version', summary: 'show the version', load: async () => (await import('./help/version-command.ts')).versionCommand },
];
