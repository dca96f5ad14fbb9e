import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { field, optional, readArray, readObject, readString } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { manifestDigest } from '../store/database-generations.ts';
import { type DatabaseManifest } from '../store/database-manifest.ts';
import { readDatabaseStatus } from '../store/database-status.ts';

/** What a build found out about a source that the database does not hold, so that the next build need not read the same feed again. */
export interface SourceNote {
  readonly id: string;
  /** Of the feed, as `fingerprintFeed` makes it. */
  readonly fingerprint: string;
  /** Date that the feed states of itself. */
  readonly statedAt?: string;
  readonly issues: readonly Issue[];
  /** Its descriptions of CVEs, encoded. The database keeps one of all sources. */
  readonly texts: ReadonlyMap<string, string>;
}

const notesName = 'build-notes.json.gz';
const formatVersion = 1;

/** The notes of the build that made this database, by source id. None where they are of another, or where it is damaged: then every feed is read. */
export function readBuildNotes(directory: string, manifest: DatabaseManifest, runtime: Runtime): ReadonlyMap<string, SourceNote> {
  try {
    const bytes = gunzipSync(readFileSync(join(directory, notesName)), { maxOutputLength: limits.buildNotesBytes });
    const notes = readObject(parseJsonBounded(bytes, { maxBytes: limits.buildNotesBytes, maxDepth: 8 }), 'notes');
    if (field(notes, 'formatVersion') !== formatVersion || field(notes, 'database') !== manifestDigest(manifest)) return new Map();
    if (readDatabaseStatus(directory, { verify: true }).damaged.length > 0) return new Map();
    return new Map(readArray(field(notes, 'sources'), 'sources', readNote).map((note) => [note.id, note]));
  } catch (error) {
    runtime.log.debug('no notes of the last build', { directory, error });
    return new Map();
  }
}

/** Written after the manifest: a build that is stopped before leaves notes that fit no database. Without notes the database is as good. */
export function writeBuildNotes(directory: string, manifest: DatabaseManifest, notes: readonly SourceNote[], { log }: Runtime): void {
  const sources = notes.map(({ texts, ...note }) => ({ ...note, texts: [...texts] }));
  const text = JSON.stringify({ formatVersion, database: manifestDigest(manifest), sources });
  try {
    writeFileAtomicallySync(join(directory, notesName), [gzipSync(text, { level: 1 })], { mode: 0o644, sync: 'content' });
  } catch (error) {
    log.warn('the next build will read every feed: its notes cannot be written', { directory, reason: messageOf(error) });
  }
}

function readNote(value: unknown, what: string): SourceNote {
  const note = readObject(value, what);
  const statedAt = optional(field(note, 'statedAt'), `${what}.statedAt`, readString);
  return {
    id: readString(field(note, 'id'), `${what}.id`),
    fingerprint: readString(field(note, 'fingerprint'), `${what}.fingerprint`),
    ...(statedAt !== undefined && { statedAt }),
    issues: readArray(field(note, 'issues'), `${what}.issues`, readIssue),
    texts: new Map(readArray(field(note, 'texts'), `${what}.texts`, readText)),
  };
}

function readIssue(value: unknown, what: string): Issue {
  const issue = readObject(value, what);
  const code = readString(field(issue, 'code'), `${what}.code`);
  if (!Object.hasOwn(issueCodes, code)) throw new Error(`${what}.code is not a known one`);
  const path = optional(field(issue, 'path'), `${what}.path`, readString);
  const [origin, message] = [readString(field(issue, 'origin'), `${what}.origin`), readString(field(issue, 'message'), `${what}.message`)];
  return makeIssue(code as IssueCode, origin, message, path === undefined ? {} : { path });
}

function readText(value: unknown, what: string): readonly [string, string] {
  const [cve, text] = readArray(value, what, readString);
  if (cve === undefined || text === undefined) throw new Error(`${what} is not a pair`);
  return [cve, text];
}
