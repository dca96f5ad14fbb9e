/** URL of the server's PostgreSQL, which has a password that must not be seen in a list of processes. */
export function serverDatabaseUrl(): string | undefined {
  return process.env['PRATIQUE_DATABASE_URL'] || undefined;
}

/** What the server encrypts secrets with, in hexadecimal. */
export function serverKey(): string | undefined {
  return process.env['PRATIQUE_SERVER_KEY'] || undefined;
}

/** The server that commands ask. */
export function serverUrl(): string | undefined {
  return process.env['PRATIQUE_SERVER'] || undefined;
}

/** API token for it. */
export function serverToken(): string | undefined {
  return process.env['PRATIQUE_TOKEN'] || undefined;
}

/** The key that clients of Clair sign their tokens with, in base64 as Clair's configuration has it (`auth.psk.key`). */
export function clairKey(): string | undefined {
  return process.env['PRATIQUE_CLAIR_KEY'] || undefined;
}
