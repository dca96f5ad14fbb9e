import { eventFormats } from '../../report/event/event-format.ts';
import { type Command } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { hostOption } from './audit-command.ts';

export const eventsCommand: Command = {
  name: 'events',
  summary: 'send engine events, changes in containers and policy breaches to a SIEM',
  description: [
    'Follows the events of a Docker or Podman engine, and looks every few minutes at what runs: changed programs, packages and accounts in containers, rights over the host, and statements of pratique.yaml that a container breaks. Each is one event, as JSON lines, OCSF, ECS or CEF, on standard output, in a file, or to a syslog receiver (RFC 5424 over UDP, TCP or TLS).',
    'With --checkpoint a run goes on where the last one ended. An engine keeps only its last events (Docker: 256); if some may be missing, an event named pratique.gap says so. Syslog has no acknowledgement: after a broken connection the last 256 messages are sent again, and the id of an event tells doubles.',
    'There is no agent in the kernel: system calls and connections inside containers are not seen.',
    'Exit codes: 0 stopped; 2 usage error; 3 the engine or the receiver could not be used.',
  ],
  arguments: [],
  options: [
    hostOption,
    { name: 'format', short: 'f', value: 'FORMAT', meaning: `format of an event: ${eventFormats.map(({ name }) => name).join(', ')}`, default: 'json', choices: eventFormats.map(({ name }) => name) },
    { name: 'to', value: 'PLACE', meaning: 'a file, or udp://HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT for syslog', default: 'standard output', completes: 'file' },
    { name: 'ca-file', value: 'FILE', meaning: 'authorities to trust for tls://, instead of the system’s', completes: 'file' },
    { name: 'checkpoint', value: 'FILE', meaning: 'remember in FILE what was sent, and go on from there', completes: 'file' },
    { name: 'interval', value: 'SECONDS', meaning: 'look at running containers so often; 0 for never', default: '300' },
    { name: 'once', meaning: 'send what happened since the checkpoint, and what runs now, and stop' },
    { name: 'metrics', value: 'HOST:PORT', meaning: 'serve metrics for Prometheus at /metrics' },
    { name: 'textfile', value: 'FILE', meaning: 'write metrics for the textfile collector of Prometheus’s node exporter', completes: 'file' },
    { name: 'config', value: 'FILE', meaning: 'configuration file with policy and suppressions', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file', aliases: [{ name: 'policy' }] },
    ...suppressionOptions.filter(({ name }) => ['ignorefile', 'no-ignorefile'].includes(name)),
  ],
  examples: [
    { line: 'pratique events --format ocsf', does: 'print events as OCSF' },
    { line: 'pratique events --format cef --to tls://siem.example.org:6514 --checkpoint /var/lib/pratique/events.json', does: 'send CEF by syslog over TLS, without loss over restarts' },
    { line: 'pratique events --to /var/log/pratique.jsonl --metrics 127.0.0.1:9750', does: 'write JSON lines to a file, and serve metrics' },
    { line: 'pratique events --once --checkpoint state.json --textfile /var/lib/node_exporter/pratique.prom', does: 'for a timer: what happened since last time' },
  ],
  run: async (input, context) => (await import('./run-events.ts')).runEvents(input, context),
}; // prettier-ignore
