/** URL of the server's PostgreSQL, which has a password that must not be seen in a list of processes. */
export function serverDatabaseUrl(): string | undefined {
  return process.env['PRATIQUE_DATABASE_URL'] || undefined;
}

/** What the server encrypts secrets with, in hexadecimal. */
export function serverKey(): string | undefined {
  return process.env['PRATIQUE_SERVER_KEY'] || undefined;
}
