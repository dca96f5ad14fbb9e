import { type FileRule } from '../image-rule.ts';
import { isThirdParty } from '../third-party.ts';

const names: ReadonlySet<string> = new Set([
  'Dockerfile', 'Containerfile', '.dockerignore', 'docker-compose.yml', 'docker-compose.yaml', 'compose.yaml', 'compose.yml', 'Vagrantfile', '.DS_Store', 'Thumbs.db',
  '.gitlab-ci.yml', 'Jenkinsfile', '.travis.yml',
]); // prettier-ignore
const directories: ReadonlySet<string> = new Set(['.vscode', '.idea', '.github', '.circleci', '__MACOSX']);

export const buildFileLeft: FileRule = {
  id: 'build-file-left',
  kind: 'misconfiguration',
  title: 'Files of the build and of editors are in the image',
  rationale: 'They serve nobody at run time, and tell how the image is built and where it runs.',
  remediation: 'List them in .dockerignore, or copy only what the application needs.',
  severity: 'negligible',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  aliases: [],
  examples: { bad: ['FILE 644 app/Dockerfile', 'DIR 755 app/.vscode', 'FILE 644 compose.yaml'], good: ['FILE 644 app/node_modules/x/Dockerfile', 'FILE 644 app/main.js', 'FILE 644 usr/share/doc/Dockerfile'] },
  wants: ({ type }, name) => (type === 'directory' ? directories.has(name) : type === 'file' && names.has(name)),
  *check({ wanted }) {
    for (const { path, layerIndex } of wanted)
      if (!isThirdParty(path)) yield { message: `/${path} is in the image`, location: { path, layerIndex } };
  },
}; // prettier-ignore
