import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const openshiftRules: readonly SecretRule[] = valueRules(
  {
    name: 'OpenShift',
    revoke: 'with `oc delete useroauthaccesstokens`',
    documentation: 'https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html',
  },
  [
    {
      id: 'openshift-user-token',
      title: 'OpenShift user token',
      severity: 'high',
      pattern: 'sha256~[A-Za-z0-9_-]{43}',
      minEntropy: 3.5,
      aliases: ['gitleaks:openshift-user-token'],
    },
  ],
);
