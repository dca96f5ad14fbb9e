import { type PGlite } from '@electric-sql/pglite';
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';

/**
 * Kysely over PGlite's own interface. There is one session, so a connection is a turn: whoever has it is alone until they give it back, and a
 * transaction cannot mix with the statements of others.
 */
export class EmbeddedDialect implements Dialect {
  readonly #driver: EmbeddedDriver;

  constructor(engine: PGlite) {
    this.#driver = new EmbeddedDriver(engine);
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createDriver(): Driver {
    return this.#driver;
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  /** Statements without values, in one turn; the rows of the last that has some. */
  runScript(text: string): Promise<{ readonly rows: unknown[] }> {
    return this.#driver.runScript(text);
  }
}

class EmbeddedDriver implements Driver {
  readonly #engine: PGlite;
  readonly #connection: DatabaseConnection;
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(engine: PGlite) {
    this.#engine = engine;
    this.#connection = new EmbeddedConnection(engine);
  }

  init(): Promise<void> {
    return this.#engine.waitReady;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    let release = (): void => undefined;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
    return Promise.resolve();
  }

  async runScript(text: string): Promise<{ readonly rows: unknown[] }> {
    await this.acquireConnection();
    try {
      const results = await this.#engine.exec(text);
      return { rows: results.findLast(({ rows }) => rows.length > 0)?.rows ?? [] };
    } finally {
      await this.releaseConnection();
    }
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  destroy(): Promise<void> {
    return this.#engine.close();
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #engine: PGlite;

  constructor(engine: PGlite) {
    this.#engine = engine;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.#engine.query<R>(sql, [...parameters]);
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) };
  }

  // eslint-disable-next-line require-yield -- PGlite has no cursors, and nothing asks for one.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    await Promise.reject(new Error('the embedded database does not stream'));
  }
}
