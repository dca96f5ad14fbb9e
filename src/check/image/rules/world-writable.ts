import { type FileRule } from '../image-rule.ts';

/** Where everybody writes by design. */
const shared = /^(?:dev|proc|sys|tmp|var\/tmp|var\/lock|run\/lock|run\/shm|var\/crash)(?:\/|$)/;
/** What root and the system execute and read. */
const system = /^(?:bin|boot|etc|lib|lib64|root|sbin|usr)(?:\/|$)/;

export const worldWritable: FileRule = {
  id: 'world-writable',
  kind: 'misconfiguration',
  title: 'Every user may write',
  rationale: 'Any process in the container can replace such a file, or what is in such a directory, and have it run or read by others.',
  remediation: 'Set the mode where the file comes from: COPY --chmod=755, or RUN chmod o-w.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  aliases: [],
  examples: {
    bad: ['FILE 666 etc/app.conf', 'FILE 777 usr/local/bin/start', 'DIR 777 srv/app'],
    good: ['FILE 644 etc/app.conf', 'DIR 1777 tmp', 'DIR 1777 srv/upload', 'FILE 666 tmp/x', 'DIR 755 srv/app', 'LINK etc/mtab'],
  },
  wants: ({ type, mode }) => (mode & 0o002) !== 0 && (type === 'file' || (type === 'directory' && (mode & 0o1000) === 0)),
  *check({ wanted }) {
    // A directory stands for what is in it.
    let parent = ' ';
    for (const { path, type, layerIndex } of wanted) {
      if (shared.test(path) || path.startsWith(parent)) continue;
      if (type === 'directory') parent = `${path}/`;
      const severity = system.test(path) ? 'medium' : 'low';
      yield { message: `every user may write ${type === 'directory' ? 'in ' : ''}/${path}`, location: { path, layerIndex }, severity };
    }
  },
};
