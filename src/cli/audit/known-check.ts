import { auditSections } from '../../audit/benchmark.ts';
import { auditRules } from '../../audit/rules/audit-rules.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** What Docker Bench calls its sections. */
const groups: ReadonlyMap<string, string> = new Map([
  ['host_configuration', '1'],
  ['docker_daemon_configuration', '2'],
  ['docker_daemon_files', '3'],
  ['container_images', '4'],
  ['container_runtime', '5'],
  ['docker_security_operations', '6'],
  ['docker_swarm_configuration', '7'],
]);

/** The id or section that a word names: `5.12`, `5`, and Docker Bench’s `check_5_12` and `container_runtime`. Throws USAGE for any other. */
export function knownCheck(word: string, option: string): string {
  const id = groups.get(word) ?? word.replace(/^check_/, '').replaceAll('_', '.');
  if (auditRules.some((rule) => rule.id === id || rule.id.startsWith(`${id}.`))) return id;
  throw new PratiqueError('USAGE', `--${option}: ${JSON.stringify(word.slice(0, 80))} is no check`, {
    hint: `give ids such as 5.12, or sections: ${auditSections.map((section) => `${section.id} ${section.title}`).join(', ')}`,
  });
}
