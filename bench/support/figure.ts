/** The result of a bench: one number; ratios where it is time, so that it does not depend on the machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
}

/** tools/bench.mjs reads these lines, prints them and holds them to their bounds. */
export function reportFigure(figure: Figure): void {
  process.stdout.write(`${JSON.stringify({ figure: { ...figure, value: Math.round(figure.value * 1000) / 1000 } })}\n`);
}
