import { type MetricFamily, type Sample } from './exposition.ts';

/** Upper bounds in seconds. */
const buckets = [0.005, 0.025, 0.1, 0.3, 1, 3, 10];

/** Requests of this process: how many, and how long they took. Labels come from the route table, never from a request. */
export class RequestFigures {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; count: number }>();
  readonly #durations = new Map<
    string,
    { readonly labels: Readonly<Record<string, string>>; readonly within: number[]; sum: number; count: number }
  >();

  note(route: { readonly method: string; readonly path: string }, status: number, milliseconds: number): void {
    const labels = { method: route.method, path: route.path };
    const key = `${route.method} ${route.path}`;
    const counted = this.#counts.get(`${key} ${status}`) ?? { labels: { ...labels, status: String(status) }, count: 0 };
    counted.count += 1;
    this.#counts.set(`${key} ${status}`, counted);
    const timed = this.#durations.get(key) ?? { labels, within: buckets.map(() => 0), sum: 0, count: 0 };
    timed.sum += milliseconds / 1_000;
    timed.count += 1;
    for (const [at, bound] of buckets.entries()) if (milliseconds / 1_000 <= bound) timed.within[at]! += 1;
    this.#durations.set(key, timed);
  }

  families(): readonly MetricFamily[] {
    const durations: Sample[] = [...this.#durations.values()].flatMap(({ labels, within, sum, count }) => [
      ...within.map((value, at) => ({ suffix: '_bucket', labels: { ...labels, le: String(buckets[at]) }, value })),
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
      { suffix: '_sum', labels, value: sum },
      { suffix: '_count', labels, value: count },
    ]);
    return [
      {
        name: 'pratique_http_requests_total',
        help: 'Requests by operation and status.',
        type: 'counter',
        samples: [...this.#counts.values()].map(({ labels, count }) => ({ labels, value: count })),
      },
      { name: 'pratique_http_request_duration_seconds', help: 'Duration of requests by operation.', type: 'histogram', samples: durations },
    ];
  }
}
