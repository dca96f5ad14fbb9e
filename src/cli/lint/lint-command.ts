import { type Command } from '../command.ts';
import { lintOptions } from './lint-options.ts';

export const lintCommand: Command = {
  name: 'lint',
  summary: 'check Dockerfiles, Compose files, Kubernetes manifests and Helm charts',
  description: [
    'Reads a Dockerfile as BuildKit does and checks it against more than 100 rules: those of hadolint, of BuildKit’s build checks, of Trivy and of dockle, each defect once, and those of Docker’s guides. Rules know which stages reach the final image.',
    'Reads a Compose file with what it includes, extends and merges, its variables filled in from .env, and checks its services by the CIS Docker Benchmark. Reads Kubernetes manifests and checks workloads by the Pod Security Standards and roles by good practice, with the ids of Trivy (KSV-…).',
    'FILE is a Dockerfile, a Compose file or manifest (.yaml, .yml, .json), a directory with a Dockerfile or else a Compose file, or - for standard input. A directory with a Chart.yaml is a Helm chart: helm renders it, where it is installed; otherwise the chart counts as not checked. Without FILE, Dockerfile in the working directory is checked.',
    'Comments set rules aside, by any of their names: # hadolint ignore=DL3008 before an instruction, # hadolint global ignore= for the file, # check=skip=NAME as in BuildKit. hadolint’s configuration is read where hadolint looks for it: .hadolint.yaml in the working directory first.',
    'Exit codes: 0 passed; 1 (or the number given with --exit-code) findings at or above --failure-threshold; 2 usage error; 3 a file could not be read; 4 part of a file could not be read.',
  ],
  arguments: [
    {
      name: 'FILE',
      meaning: 'Dockerfile, Compose file, manifest, directory, or - for standard input',
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: lintOptions,
  examples: [
    { line: 'pratique lint Dockerfile', does: 'check a Dockerfile' },
    { line: 'pratique lint --failure-threshold error services/*/Dockerfile', does: 'fail on findings of severity high and critical only' },
    { line: 'pratique lint --ignore DL3008 --output sarif=lint.sarif', does: 'set a rule aside, and write SARIF too' },
    { line: 'pratique lint compose.yaml deploy/*.yaml', does: 'check a Compose file and Kubernetes manifests' },
    { line: 'pratique lint charts/web', does: 'check what a Helm chart makes of its own values' },
    { line: 'pratique lint --diff', does: 'show what --fix would change' },
    { line: 'pratique lint - < Dockerfile', does: 'check standard input' },
  ],
  run: async (input, context) => (await import('./run-lint.ts')).runLint(input, context),
};
