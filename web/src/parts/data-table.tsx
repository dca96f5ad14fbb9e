import { type ReactNode } from 'react';
import { useAddress } from '../use-address.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Whether its cells are numbers. */
  readonly isCount?: boolean;
  /** What rows are sorted by when the person presses the title; only where `sortKey` is given. */
  readonly sortBy?: (row: Row) => string | number;
}

interface Props<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row, at: number) => string;
  /** Name in the address bar of how it is sorted. For tables that have all their rows: a page of a list is in the order of the server. */
  readonly sortKey?: string;
}

/** A table; on a narrow screen each row is a block, with the title of the column before each cell. */
export function DataTable<Row>({ rows, columns, keyOf, sortKey }: Props<Row>): ReactNode {
  const { values, set } = useAddress();
  const sort = sortKey === undefined ? '' : (values.get(sortKey) ?? '');
  const by = columns.find(({ title }) => title === sort.replace(/^-/, ''))?.sortBy;
  const isReversed = sort.startsWith('-');
  const shown = by === undefined ? rows : sorted(rows, by, isReversed);
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ title, sortBy }) => {
            const isSorted = by !== undefined && sortBy === by;
            return (
              <th key={title} scope="col" aria-sort={isSorted ? (isReversed ? 'descending' : 'ascending') : undefined}>
                {sortKey === undefined || sortBy === undefined ? (
                  title
                ) : (
                  <button
                    type="button"
                    className="sort"
                    title={`Sort by ${title.toLowerCase()}`}
                    onClick={() => set({ [sortKey]: isSorted && !isReversed ? `-${title}` : title })}
                  >
                    {title}
                    <span aria-hidden="true">{isSorted ? (isReversed ? ' ↓' : ' ↑') : ' ↕'}</span>
                  </button>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {shown.map((row, at) => (
          <tr key={keyOf(row, at)}>
            {columns.map(({ title, cell, isCount = false }) => (
              <td key={title} data-title={title} className={isCount ? 'count' : undefined}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sorted<Row>(rows: readonly Row[], by: (row: Row) => string | number, isReversed: boolean): readonly Row[] {
  const compare = (a: Row, b: Row): number => {
    const [left, right] = [by(a), by(b)];
    return typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right), 'en', { numeric: true });
  };
  return rows.toSorted((a, b) => (isReversed ? compare(b, a) : compare(a, b)));
}
