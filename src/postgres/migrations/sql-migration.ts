import { sql, type Kysely, type Migration } from 'kysely';

/** A step that is SQL. The statements are run one by one, because a prepared statement holds one; none of them has a semicolon inside but at the end of a line of `$$`. */
export function sqlMigration(script: string): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      for (const statement of splitStatements(script)) await sql.raw(statement).execute(db);
    },
  };
}

function splitStatements(script: string): readonly string[] {
  const statements: string[] = [];
  let rest = '';
  for (const part of script.split(/;\n/)) {
    rest = rest === '' ? part : `${rest};\n${part}`;
    const isInsideBody = (rest.split('$$').length - 1) % 2 === 1;
    if (isInsideBody) continue;
    if (rest.trim() !== '') statements.push(rest);
    rest = '';
  }
  return statements;
}
