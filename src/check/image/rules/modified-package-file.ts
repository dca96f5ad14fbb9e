import { type FileRule } from '../image-rule.ts';

export const modifiedPackageFile: FileRule = {
  id: 'modified-package-file',
  kind: 'misconfiguration',
  title: 'A program or library is not the one that its package installed',
  rationale:
    'The distribution neither built nor tested it, its security updates overwrite it, and advisories about the package do not describe it. It may also be the work of an attacker. Compared are programs, libraries and scripts of at most 8 MiB below /usr (without /usr/local), /bin, /sbin and /lib with the digests that dpkg, apk or rpm recorded. Configuration files and diverted files are not findings.',
  remediation: 'Install the original again, and put changed programs under /usr/local or into a package of your own.',
  severity: 'medium',
  references: ['https://manpages.debian.org/dpkg.1#verify', 'https://rpm.org/docs/4.20.x/man/rpm.8#verify-options'],
  aliases: [],
  examples: {
    bad: ['PACKAGE coreutils\nMODIFIED usr/bin/ls'],
    good: ['PACKAGE coreutils\nFILE 755 usr/bin/ls'],
  },
  *check({ modifiedFiles, packages }) {
    const names = new Map(packages.map(({ id, name, version }) => [id, version === undefined ? name : `${name} ${version}`]));
    for (const { path, layerIndex, packageId, linkTarget } of modifiedFiles?.() ?? []) {
      const what = linkTarget === undefined ? 'is not the file' : `is a symlink to ${linkTarget}, not the file`;
      yield {
        message: `/${path} ${what} that ${names.get(packageId) ?? 'its package'} installed`,
        location: { path, layerIndex },
        packageId,
      };
    }
  },
};
