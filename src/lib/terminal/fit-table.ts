import { displayWidth, fitWidth, padWidth, padWidthStart } from './display-width.ts';

export interface TableColumn {
  readonly head: string;
  /** Numbers are aligned to the right. */
  readonly isRight?: boolean;
  /** The column may be cut down to so many columns of the terminal; absent for one that must be whole. */
  readonly least?: number;
  /** Left out where it is empty, and where the table is too wide with it; of several the last goes first. */
  readonly isOptional?: boolean;
}

const gap = '  ';

/** A table no wider than `width`: the widest columns that may be cut are cut first, then optional ones are left out. Cells must be escaped already. */
export function* fitTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): Generator<string> {
  const cells = [columns.map(({ head }) => head), ...rows];
  const natural = columns.map((_, at) => Math.max(...cells.map((row) => displayWidth(row[at] ?? ''))));
  const filled = new Set([...columns.keys()].filter((at) => rows.some((row) => (row[at] ?? '') !== '')));
  const shown = chooseColumns(columns, natural, filled, width);
  const widths = shrink(
    shown.map((at) => ({ width: natural[at]!, least: columns[at]!.least ?? natural[at]! })),
    width,
  );
  for (const row of cells) {
    const line = shown.map((at, place) => {
      const cell = fitWidth(row[at] ?? '', widths[place]!);
      return columns[at]?.isRight === true ? padWidthStart(cell, widths[place]!) : padWidth(cell, widths[place]!);
    });
    yield line.join(gap).trimEnd();
  }
}

/** Places of the columns that fit when each is cut as far as it may be. */
function chooseColumns(
  columns: readonly TableColumn[],
  natural: readonly number[],
  filled: ReadonlySet<number>,
  width: number,
): readonly number[] {
  let shown = [...columns.keys()].filter((at) => columns[at]!.isOptional !== true || filled.has(at));
  const leastWidth = (): number => total(shown.map((at) => Math.min(natural[at]!, columns[at]!.least ?? natural[at]!)));
  while (leastWidth() > width) {
    const victim = shown.findLast((at) => columns[at]!.isOptional === true);
    if (victim === undefined) return shown;
    shown = shown.filter((at) => at !== victim);
  }
  return shown;
}

function shrink(parts: readonly { readonly width: number; readonly least: number }[], width: number): readonly number[] {
  const widths = parts.map((part) => part.width);
  for (let over = total(widths) - width; over > 0; over--) {
    const cuttable = parts.map(({ least }, at) => ({ at, spare: widths[at]! - least })).filter(({ spare }) => spare > 0);
    const widest = cuttable.reduce<number | undefined>(
      (best, { at }) => (best === undefined || widths[at]! > widths[best]! ? at : best),
      undefined,
    );
    if (widest === undefined) break;
    widths[widest] = widths[widest]! - 1;
  }
  return widths;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 0) + gap.length * Math.max(0, widths.length - 1);
}
