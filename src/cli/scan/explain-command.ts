import { type Command } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { advisoryOptions, imageOptions } from './scan-options.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'explain why an image has a vulnerability, or why not',
  description: [
    'Lists every advisory about a CVE for the packages of an image, the versions that were compared and the result of each comparison, and what became of it: reported, suppressed, or not affected and why.',
  ],
  arguments: [
    { name: 'CVE', meaning: 'ID of a CVE or an advisory (case-insensitive)' },
    { name: 'TARGET', meaning: 'image reference, archive, OCI layout, directory or SBOM', isImage: true, completes: 'file' },
  ],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' },
    ...suppressionOptions.filter(({ name }) => name !== 'show-suppressed'),
    ...advisoryOptions,
    ...imageOptions.filter(({ name }) => name !== 'input'),
  ],
  examples: [
    { line: 'pratique explain CVE-2023-38545 debian:12', does: 'list the advisories, versions and comparisons that decided' },
    { line: 'pratique explain GHSA-35jh-r3h4-6jhm app.tar', does: 'explain an advisory of another database' },
  ],
  run: async (input, context) => (await import('./run-explain.ts')).runExplain(input, context),
};
