import { type Violation } from '../../../../model/rule.ts';
import { isOfficial } from '../../build/base-image.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const unofficialBase: DockerfileRule = {
  id: 'unofficial-base',
  kind: 'misconfiguration',
  title: 'The base image is neither official nor of a registry of your own',
  rationale:
    'Anybody can publish an image on Docker Hub. Official images are reviewed, and those of verified publishers are signed off by a company.',
  remediation: 'Build from an official image, or list the registries that you trust in trustedRegistries.',
  severity: 'negligible',
  aliases: ['CIS-4.2', 'CIS-DI-0002'],
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  examples: { bad: ['FROM someone/node-with-tools:20'], good: ['FROM node:20-slim', 'FROM registry.example.com/base/node:20'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  if ((subject.settings.trustedRegistries ?? []).length > 0) return;
  for (const { stage, step } of fromsOf(subject)) {
    const { base } = stage;
    if (!stage.isInFinalImage || base?.isKnown !== true || base.repository === 'scratch' || isOfficial(base)) continue;
    const isOnHub = base.registry === undefined || base.registry === 'docker.io';
    if (isOnHub && !publishers.has(base.repository.split('/')[0]!))
      yield atStep(subject, step, `${base.name} is an image of a private account on Docker Hub`);
  }
}

/** Accounts of companies and projects that publish base images. */
const publishers: ReadonlySet<string> = new Set([
  'amazon',
  'bitnami',
  'bitnamisecure',
  'circleci',
  'cypress',
  'docker',
  'elastic',
  'gitlab',
  'google',
  'grafana',
  'hashicorp',
  'jenkins',
  'kindest',
  'library',
  'moby',
  'mcr',
  'nginxinc',
  'nvidia',
  'opensuse',
  'oraclelinux',
  'paketobuildpacks',
  'prom',
  'redhat',
  'rockylinux',
  'selenium',
  'tonistiigi',
  'ubuntu',
]);
