import { type GenerationRequest } from '../../advisory/store/database-generations.ts';
import { databaseDirectory } from '../../config/database-directory.ts';
import { isDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type CommandInput } from '../command.ts';

export interface DatabaseRequest {
  /** Directory; absent for the advisories of this machine. */
  readonly database?: string;
  readonly replay?: GenerationRequest;
}

/** `--db` and `--as-of`. Throws USAGE. */
export function readDatabase(input: CommandInput): DatabaseRequest {
  const named = optionValue(input, 'db');
  const date = optionValue(input, 'as-of');
  if (named?.startsWith('sha256:') === true) {
    if (date !== undefined)
      throw new PratiqueError('USAGE', '--as-of and a digest given to --db exclude each other', { hint: 'leave out one of them' });
    return { replay: { digests: new Set(named.split(',').map(readDigest)) } };
  }
  const database = named ?? databaseDirectory();
  return { ...(database !== undefined && { database }), ...(date !== undefined && { replay: { asOf: readDate(date) } }) };
}

function readDigest(text: string): string {
  if (isDigest(text)) return text;
  throw new PratiqueError('USAGE', `--db: ${JSON.stringify(text)} is not a digest`, {
    hint: 'sha256: and 64 hexadecimal digits, as reports name shards',
  });
}

/** A day without a time is meant to its end, in UTC. */
function readDate(text: string): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time)) return new Date(time);
  throw new PratiqueError('USAGE', `--as-of: ${JSON.stringify(text)} is not a date`, {
    hint: 'such as 2026-11-30 or 2026-11-30T08:00:00Z',
  });
}
