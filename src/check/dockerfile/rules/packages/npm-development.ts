import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, npm } from '../../find/package-manager.ts';
import { inherited } from '../../find/inherited.ts';
import { atCommand } from '../../find/violation.ts';

export const npmDevelopment: DockerfileRule = {
  id: 'npm-development',
  kind: 'misconfiguration',
  title: 'Packages for development are installed in the final image',
  rationale: 'Test and build tools are hundreds of packages that can be vulnerable and are not needed to run the program.',
  remediation: 'Use npm ci --omit=dev, or install in a build stage and copy the result.',
  severity: 'low',
  aliases: ['CIS-4.3'],
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  examples: {
    bad: ['FROM node:22-slim\nCOPY package.json package-lock.json ./\nRUN npm ci'],
    good: [
      'FROM node:22-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev',
      'FROM node:22-slim\nENV NODE_ENV=production\nRUN npm ci',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const isProductionStage = inherited<boolean>(false, ({ steps }, before) => before || steps.some(setsProduction));
  for (const { stage, operands: packages, subcommand, command, later } of invocationsOf(
    subject,
    npm,
    new Set(['ci', 'clean-install', 'install', 'i']),
  )) {
    if (!stage.isInFinalImage || stage.from === undefined || packages.length > 0 || hasOption(command, '-g', '--global')) continue;
    const words = command.words.map(({ value }) => value).join(' ');
    if (/--omit[= ]dev|--only[= ]prod|--production(?!=false)|--prod\b/.test(words)) continue;
    const isPruned = later.some(({ name, words: after }) => name === 'npm' && after.some(({ value }) => value === 'prune'));
    const isProduction = command.assignments.some(isProductionSetting) || isProductionStage(stage);
    if (!isPruned && !isProduction) yield atCommand(subject, command, `npm ${subcommand} also installs packages for development`);
  }
}

function isProductionSetting({ name, value }: { readonly name: string; readonly value: string }): boolean {
  return name === 'NODE_ENV' && value === 'production';
}

function setsProduction({ keyword, instruction, expanded }: Step): boolean {
  if (keyword === 'ARG') return expanded.includes('NODE_ENV=production');
  return (
    keyword === 'ENV' && instruction.values.some(({ text }, at) => at % 3 === 0 && text === 'NODE_ENV' && expanded[at + 1] === 'production')
  );
}
