import { type FileRule } from '../image-rule.ts';

const tools = /^(?:sh|bash|ash|dash|zsh|busybox|apk|apt|apt-get|dpkg|rpm|dnf|microdnf|yum|zypper|pacman|curl|wget)$/;

export const shellInMinimalImage: FileRule = {
  id: 'shell-in-minimal-image',
  kind: 'misconfiguration',
  title: 'A minimal image has a shell or a package manager',
  rationale: 'An image that says it is minimal is chosen because an attacker finds no tools in it.',
  remediation: 'Use the variant without debugging tools (not :debug), and copy no shell into it.',
  severity: 'low',
  references: ['https://github.com/GoogleContainerTools/distroless'],
  aliases: [],
  examples: { bad: ['OS Distroless\nFILE 755 busybox/sh\nFILE 755 bin/sh', 'OS Distroless\nFILE 755 usr/bin/apt'], good: ['OS Distroless\nFILE 755 app/main', 'OS Debian\nFILE 755 bin/sh'] },
  wants: ({ type }, name, directory) => type !== 'directory' && /^(?:usr\/)?(?:local\/)?s?bin$/.test(directory) && tools.test(name),
  *check({ wanted, distribution }) {
    if (!/distroless/i.test(distribution?.prettyName ?? '')) return;
    for (const { path, layerIndex } of wanted)
      yield { message: `/${path} is in an image that says it is ${distribution!.prettyName}`, location: { path, layerIndex } };
  },
}; // prettier-ignore
