/** One metric with its samples; prometheus.io, "Text-based format". */
export interface Metric {
  /** `[a-zA-Z_:][a-zA-Z0-9_:]*` */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text format 0.0.4. Samples with the same labels are added up: two of them would cost the reader the whole scrape. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics.map(formatMetric).join('');
}

export const metricsMediaType = 'text/plain; version=0.0.4; charset=utf-8';

function formatMetric({ name, help, type, samples }: Metric): string {
  const values = new Map<string, number>();
  for (const { labels = {}, value } of samples) {
    const key = labelText(labels);
    values.set(key, (values.get(key) ?? 0) + value);
  }
  const lines = [...values].map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return '';
  return `{${pairs.map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`).join(',')}}`;
}
