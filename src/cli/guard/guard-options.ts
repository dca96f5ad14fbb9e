import { type CommandOption } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { gateOptions } from '../report/report-options.ts';
import { advisoryOptions } from '../scan/scan-options.ts';
import { trustOptions } from '../verify/verify-options.ts';
import { registryOptions } from '../words/registry-options.ts';

const ofGate = new Set(['severity', 'ignore-unfixed', 'ignore-base', 'unknown-severity', 'known-exploited', 'allow-incomplete']);
const ofSuppressions = new Set(['show-suppressed']);

/** What images are judged by at every door. */
export const guardOptions: readonly CommandOption[] = [
  ...gateOptions
    .filter(({ name }) => ofGate.has(name))
    .map((option) => (option.name === 'severity' ? { ...option, meaning: 'severities to refuse', default: 'CRITICAL, or the statements of pratique.yaml' } : option)),
  { name: 'scanners', value: 'LIST', meaning: 'kinds of findings to look for: vuln, misconfig, secret, license', default: 'vuln,misconfig,secret', isRepeatable: true },
  ...suppressionOptions.filter(({ name }) => !ofSuppressions.has(name)),
  ...advisoryOptions,
  { name: 'offline-scan', meaning: 'use no network for scans: local images, and the advisories on this machine' },
  ...registryOptions,
  ...trustOptions,
]; // prettier-ignore
