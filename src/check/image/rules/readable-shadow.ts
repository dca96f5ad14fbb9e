import { type FileRule } from '../image-rule.ts';

export const readableShadow: FileRule = {
  id: 'readable-shadow',
  kind: 'misconfiguration',
  title: 'Every user may read password hashes',
  rationale: 'Hashes that anyone can read can be cracked offline.',
  remediation: 'Restore the mode: RUN chmod 640 /etc/shadow.',
  severity: 'high',
  references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
  aliases: [],
  examples: {
    bad: ['FILE 644 etc/shadow', 'FILE 664 etc/gshadow'],
    good: ['FILE 640 etc/shadow', 'FILE 644 etc/passwd', 'FILE 0 etc/shadow'],
  },
  wants: ({ mode, type }, name, directory) => (mode & 0o004) !== 0 && type === 'file' && directory === 'etc' && /^g?shadow-?$/.test(name),
  *check({ wanted }) {
    for (const { path, mode, layerIndex } of wanted)
      yield { message: `/${path} has mode ${mode.toString(8)}`, location: { path, layerIndex } };
  },
};
