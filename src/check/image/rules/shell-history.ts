import { type FileRule } from '../image-rule.ts';

const histories = /^\.(?:(?:bash|ash|zsh|sh|psql|mysql|python|node_repl|irb|sqlite|rediscli)_history|lesshst|viminfo)$/;

export const shellHistory: FileRule = {
  id: 'shell-history',
  kind: 'misconfiguration',
  title: 'The history of a shell is in the image',
  rationale: 'Commands that were typed often contain passwords and tokens.',
  remediation: 'Delete the file, and build images from a Dockerfile instead of docker commit.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/cli/docker/container/commit/'],
  aliases: [],
  examples: { bad: ['FILE 600 root/.bash_history 1kB', 'FILE 600 home/app/.psql_history 1kB'], good: ['FILE 644 root/.bashrc 1kB', 'FILE 600 root/.bash_history', 'FILE 644 etc/skel/.bash_history 1kB'] },
  wants: ({ type, size }, name, directory) => type === 'file' && size > 0 && histories.test(name) && /^(?:root|home\/[^/]+)$/.test(directory),
  *check({ wanted }) {
    for (const { path, layerIndex } of wanted) yield { message: `/${path} is in the image`, location: { path, layerIndex } };
  },
}; // prettier-ignore
