import { createServer, type Server } from 'node:http';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { formatMetrics, type Metric, metricsMediaType } from '../../lib/prometheus/format-metrics.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type SecurityEvent } from '../../model/security-event.ts';

/** What a run counts. */
export class EventMetrics {
  readonly #events = new Map<string, number>();
  /** Findings of running containers, by container and rule; replaced each time they are looked at. */
  #findings: ReadonlyMap<string, number> = new Map();
  #sent = 0;
  #gaps = 0;
  #unreadable = 0;
  #isConnected = 0;
  #containers = 0;
  #lastSentAt = 0;
  #waiting: () => number = () => 0;

  watch(waiting: () => number): void {
    this.#waiting = waiting;
  }

  connected(isConnected: boolean): void {
    this.#isConnected = isConnected ? 1 : 0;
  }

  gap(): void {
    this.#gaps++;
  }

  unreadable(): void {
    this.#unreadable++;
  }

  sent(events: readonly SecurityEvent[], now: Date): void {
    this.#sent += events.length;
    this.#lastSentAt = now.getTime() / 1_000;
    for (const { kind, name } of events) {
      const key = JSON.stringify([kind, kind === 'activity' ? name : 'finding']);
      // Names come from the engine: their number is bounded here.
      if (this.#events.has(key) || this.#events.size < 500) this.#events.set(key, (this.#events.get(key) ?? 0) + 1);
    }
  }

  running(containers: number, findings: ReadonlyMap<string, number>): void {
    this.#containers = containers;
    this.#findings = findings;
  }

  text(): string {
    const counter = (name: string, help: string, value: number): Metric => ({ name, help, type: 'counter', samples: [{ value }] });
    const gauge = (name: string, help: string, value: number): Metric => ({ name, help, type: 'gauge', samples: [{ value }] });
    const pairs = (from: ReadonlyMap<string, number>, names: readonly [string, string]): Metric['samples'] =>
      [...from].map(([key, value]) => {
        const [a = '', b = ''] = JSON.parse(key) as readonly string[];
        return { labels: { [names[0]]: a, [names[1]]: b }, value };
      });
    return formatMetrics([
      { name: 'pratique_events_total', help: 'Events by kind and name.', type: 'counter', samples: pairs(this.#events, ['kind', 'name']) },
      counter('pratique_events_sent_total', 'Events that the receiver has taken.', this.#sent),
      counter('pratique_event_gaps_total', 'Times that events of the engine may be missing.', this.#gaps),
      counter('pratique_events_unreadable_total', 'Lines of the engine that are no events.', this.#unreadable),
      gauge('pratique_events_waiting', 'Events that wait for the receiver.', this.#waiting()),
      gauge('pratique_engine_up', 'Whether the engine’s events are followed.', this.#isConnected),
      gauge('pratique_last_sent_timestamp_seconds', 'When an event was last sent.', this.#lastSentAt),
      gauge('pratique_containers_running', 'Running containers when they were last looked at.', this.#containers),
      { name: 'pratique_container_findings', help: 'Findings of running containers by rule.', type: 'gauge', samples: pairs(this.#findings, ['container', 'rule']) },
    ]);
  } // prettier-ignore

  write(file: string): void {
    writeFileAtomicallySync(file, [Buffer.from(this.text())], { sync: 'content' });
  }

  /** Throws USAGE where the address cannot be listened on. */
  async serve(address: string): Promise<Server> {
    const [, host = '', port = ''] = /^(\[[^\]]+\]|[^:]*):(\d{1,5})$/.exec(address) ?? [];
    if (port === '') throw new PratiqueError('USAGE', `--metrics ${JSON.stringify(address.slice(0, 80))} is no address`, { hint: 'write 127.0.0.1:9750' });
    const server = createServer((request, response) => {
      const isKnown = request.url?.split('?', 1)[0] === '/metrics' && request.method === 'GET';
      response.writeHead(isKnown ? 200 : 404, { 'content-type': isKnown ? metricsMediaType : 'text/plain' }).end(isKnown ? this.text() : 'metrics are at /metrics\n');
    });
    server.headersTimeout = 5_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(new PratiqueError('USAGE', `--metrics ${address} cannot be listened on`, { cause, hint: 'choose a free port' })));
      server.listen(Number(port), host.replace(/^\[|\]$/g, '') || '127.0.0.1', resolve);
    });
    return server;
  } // prettier-ignore
}
