import { type HookFormat } from './hook-format.ts';
import { artifactory } from './formats/artifactory.ts';
import { distribution } from './formats/distribution.ts';
import { dockerHub } from './formats/docker-hub.ts';
import { ecr } from './formats/ecr.ts';
import { githubPackages } from './formats/github-packages.ts';
import { gitlab } from './formats/gitlab.ts';
import { harbor } from './formats/harbor.ts';
import { nexus } from './formats/nexus.ts';
import { quay } from './formats/quay.ts';

export const hookFormats: readonly HookFormat[] = [distribution, harbor, dockerHub, githubPackages, gitlab, quay, nexus, artifactory, ecr];
