/** One family of samples in Prometheus' text format. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** After the family's name: `_bucket`. */
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Families as Prometheus reads them; a sample whose name and labels came before is left out, since one double makes it refuse everything. */
export function formatMetrics(families: readonly MetricFamily[]): string {
  return families.map(formatFamily).join('');
}

function formatFamily({ name, help, type, samples }: MetricFamily): string {
  const lines = new Map<string, number>();
  for (const { suffix = '', labels, value } of samples) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    const series = `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`}`;
    if (!lines.has(series)) lines.set(series, value);
  }
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${Array.from(lines, ([series, value]) => `${series} ${value}\n`).join('')}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
