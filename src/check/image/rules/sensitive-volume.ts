import { findInstructions } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

const sensitive: ReadonlySet<string> = new Set(['/', '/bin', '/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/root', '/run', '/sbin', '/sys', '/usr', '/usr/bin', '/usr/lib', '/usr/sbin', '/var/run', '/var/run/docker.sock', '/run/docker.sock']); // prettier-ignore

export const sensitiveVolume: ImageRule = {
  id: 'sensitive-volume',
  kind: 'misconfiguration',
  title: 'A system directory is a volume',
  rationale:
    'A volume hides what the image has there, keeps it when the image is updated, and lets other containers that mount it change system files.',
  remediation: 'Declare a directory of the application as the volume, such as /var/lib/app.',
  severity: 'high',
  references: ['https://docs.docker.com/reference/dockerfile/#volume'],
  aliases: ['DKL-DI-0002'],
  examples: { bad: ['VOLUME /etc', 'VOLUME /data /usr/', 'VOLUME /'], good: ['VOLUME /data', 'VOLUME /etc/app', 'VOLUME /var/lib/app'] },
  *check({ config }) {
    for (const volume of config.volumes) {
      if (!sensitive.has(volume.replace(/(?<=.)\/+$/, ''))) continue;
      const instruction = [...findInstructions(config.history, 'VOLUME')].findLast(({ text }) => text.includes(volume));
      yield {
        message: `${volume} is a volume`,
        setting: 'config.Volumes',
        key: volume,
        ...(instruction === undefined ? {} : { instruction: instruction.text }),
      };
    }
  },
};
