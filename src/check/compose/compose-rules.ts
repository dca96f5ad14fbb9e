import { type ComposeRule } from './compose-rule.ts';
import { openNetwork, plainOverlay } from './rules/networks.ts';
import { readableSecret, secretInConfig, secretInGit, unusedSecret } from './rules/secrets.ts';
import { endlessRestart, noLogLimit, serviceHealthcheck } from './rules/services.ts';

/** Every rule about what only Compose has; the rest is in `container/`. */
export const composeRules: readonly ComposeRule[] = [
  endlessRestart,
  noLogLimit,
  openNetwork,
  plainOverlay,
  readableSecret,
  secretInConfig,
  secretInGit,
  serviceHealthcheck,
  unusedSecret,
];
