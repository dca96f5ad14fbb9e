import { sql, type RawBuilder } from 'kysely';

/** Restricts a query to projects. Of one it is an equality, which lets an index give the order. */
export function inProjects(column: string, projects: readonly number[]): RawBuilder<boolean> {
  const [only, ...others] = projects;
  if (only === undefined) return sql<boolean>`false`;
  return others.length === 0 ? sql<boolean>`${sql.ref(column)} = ${only}` : sql<boolean>`${sql.ref(column)} = any(${[...projects]}::int[])`;
}
