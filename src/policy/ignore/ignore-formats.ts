import { anchoreBundle } from './anchore-bundle.ts';
import { clairWhitelist } from './clair-whitelist.ts';
import { dockleignore } from './dockleignore.ts';
import { gitleaksBaseline } from './gitleaks-baseline.ts';
import { gitleaksignore } from './gitleaksignore.ts';
import { grypeYaml } from './grype-yaml.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { osvScannerToml } from './osv-scanner-toml.ts';
import { snykPolicy } from './snyk-policy.ts';
import { trivyignore } from './trivyignore.ts';
import { trivyignoreYaml } from './trivyignore-yaml.ts';

/** Every format, in the order in which the content of a file is tried; the one that takes plain lines is last. */
export const ignoreFormats: readonly IgnoreFormat[] = [
  anchoreBundle,
  gitleaksBaseline,
  osvScannerToml,
  trivyignoreYaml,
  clairWhitelist,
  snykPolicy,
  grypeYaml,
  gitleaksignore,
  dockleignore,
  trivyignore,
];
