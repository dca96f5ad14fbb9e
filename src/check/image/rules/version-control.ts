import { type FileRule } from '../image-rule.ts';
import { isThirdParty } from '../third-party.ts';

const directories: ReadonlySet<string> = new Set(['.git', '.svn', '.hg', '.bzr']);

export const versionControl: FileRule = {
  id: 'version-control',
  kind: 'misconfiguration',
  title: 'The repository of the sources is in the image',
  rationale: 'It has every version of every file, deleted secrets too, the addresses of its authors, and sometimes the credentials of its remote.',
  remediation: 'List the directory in .dockerignore, and copy only what the application needs.',
  severity: 'medium',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  aliases: ['DKL-LI-0003'],
  examples: { bad: ['DIR 755 app/.git', 'DIR 755 srv/.svn'], good: ['FILE 644 app/.gitignore', 'DIR 755 app/node_modules/x/.git', 'FILE 644 app/sub/.git'] },
  wants: ({ type }, name) => type === 'directory' && directories.has(name),
  *check({ wanted }) {
    for (const { path, layerIndex } of wanted)
      if (!isThirdParty(path)) yield { message: `/${path} is in the image`, location: { path, layerIndex } };
  },
}; // prettier-ignore
