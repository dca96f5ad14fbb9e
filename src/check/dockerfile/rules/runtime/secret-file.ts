import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { withoutEnd } from '../../syntax/without-end.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep, atValue } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const secretFile: DockerfileRule = {
  id: 'secret-file',
  kind: 'misconfiguration',
  title: 'A file with secrets is copied into the image',
  rationale: 'It stays in its layer, also where a later instruction deletes it.',
  remediation: 'List it in .dockerignore, and mount it where the build needs it: RUN --mount=type=secret.',
  severity: 'high',
  aliases: ['AVD-DS-0031', 'DS-0031', 'CIS-DI-0010', 'CIS-4.10'],
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: ['FROM debian:12\nCOPY .env /app/', 'FROM debian:12\nCOPY id_rsa /root/.ssh/id_rsa'],
    good: ['FROM debian:12\nCOPY .env.example /app/', 'FROM debian:12\nCOPY package.json /app/'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'COPY', 'ADD')) {
    if (flagValue(step.instruction, 'from') !== undefined) continue;
    for (const value of step.instruction.values.slice(0, -1)) {
      const name = withoutEnd(value.text.replace(/["']/g, ''), '/');
      if (secretFiles.test(name)) yield atValue(subject, step, value, `${name} holds secrets and stays in its layer`);
    }
    const target = step.instruction.values.at(-1)?.text ?? '';
    if (credentialVariables.has(target.replace(/^\$\{?|\}$/g, '')))
      yield atStep(subject, step, `${target} is a file of credentials and stays in its layer`);
  }
}

const secretFiles =
  /(?:^|\/)(?:\.env(?:\.(?:local|prod|production|staging|dev|development))?|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.aws(?:\/credentials)?|\.ssh|\.docker\/config\.json|\.kube(?:\/config)?|kubeconfig|credentials\.json|service-account\.json|[^/]*\.(?:pem|p12|pfx|keystore|jks)|[^/]*(?:private|secret)[^/]*\.key|htpasswd|\.htpasswd|\.pgpass)$/i;
const credentialVariables: ReadonlySet<string> = new Set(['GOOGLE_APPLICATION_CREDENTIALS', 'AWS_CONFIG_FILE', 'HF_TOKEN_PATH']);
