import { because, type CaseSuite } from './case-suite.ts';

export const dockerfileSyntax: CaseSuite = {
  title: 'Dockerfiles: syntax and build checks',
  from: 'BuildKit (Apache-2.0)',
  count: 69,
  exceptions: because('the file that its .dockerignore leaves out is not part of the case', [
    'lint-CopyIgnoredFiles-137',
    'lint-CopyIgnoredFiles-168',
  ]),
};

export const hadolintRules: CaseSuite = {
  title: 'Dockerfiles: rules of hadolint',
  from: 'hadolint (GPL-3.0)',
  count: 513,
  exceptions: {},
};

export const trivyRules: CaseSuite = {
  title: 'Dockerfiles: rules of Trivy',
  from: 'trivy-checks (MIT)',
  count: 92,
  exceptions: because('two stages have one name in the Dockerfile; only the record that it was rebuilt from names them apart', [
    'same_alias_in_different_froms-test_basic_allowed',
  ]),
};
