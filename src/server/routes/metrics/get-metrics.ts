import { messageOf } from '../../../lib/text/message-of.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { collectors } from '../../metrics/collectors.ts';
import { formatMetrics, type MetricFamily, type Sample } from '../../metrics/exposition.ts';

export const getMetrics = route({
  method: 'GET',
  path: '/metrics',
  access: 'viewer',
  summary: 'Read figures in the text format of Prometheus',
  tag: 'metrics',
  handle: async ({ caller }, { db, requests, runtime }) => {
    const families: MetricFamily[] = [];
    const failed: Sample[] = [];
    for (const { name, collect } of collectors) {
      try {
        families.push(...(await collect(db, caller.projects)));
        failed.push({ labels: { collector: name }, value: 0 });
      } catch (error) {
        runtime.log.warn('metrics cannot be collected', { collector: name, reason: messageOf(error) });
        failed.push({ labels: { collector: name }, value: 1 });
      }
    }
    families.push(
      { name: 'pratique_collector_failed', help: 'Whether figures could not be collected.', type: 'gauge', samples: failed },
      ...requests.families(),
    );
    return new RawAnswer(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }, formatMetrics(families));
  },
});
