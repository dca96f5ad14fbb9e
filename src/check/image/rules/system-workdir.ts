import { findInstruction } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

const system = /^\/(?:bin|boot|dev|etc|lib|lib64|proc|run|sbin|sys|usr|var\/run)(?:\/(?:bin|sbin|lib))?\/*$/;

export const systemWorkdir: ImageRule = {
  id: 'system-workdir',
  kind: 'misconfiguration',
  title: 'WORKDIR is a system directory',
  rationale: 'What the application writes to its working directory replaces files of the system.',
  remediation: 'Set WORKDIR to a directory of the application, such as /app.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  aliases: ['AVD-DS-0030', 'DS-0030'],
  examples: { bad: ['WORKDIR /etc', 'WORKDIR /usr/bin/', 'WORKDIR /proc'], good: ['WORKDIR /app', 'WORKDIR /usr/src/app', 'WORKDIR /'] },
  *check({ config }) {
    const directory = config.workingDirectory ?? '';
    if (!system.test(directory)) return;
    const instruction = findInstruction(config.history, 'WORKDIR')?.text;
    yield {
      message: `WORKDIR is ${directory}`,
      setting: 'config.WorkingDir',
      ...(instruction === undefined ? {} : { instruction }),
    };
  },
};
