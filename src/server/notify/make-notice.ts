import { sql, type Kysely } from 'kysely';
import { severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { imageColumns, type ImageRow, pickCounts } from '../queries/images.ts';
import { type EventKind, type Notice } from './notice.ts';

export interface StoredEvent {
  readonly id: string | number | bigint;
  readonly kind: string;
  readonly at: Date;
  readonly project: string;
  readonly project_id: number;
  readonly body: EventBody;
}

interface EventBody {
  readonly trigger: string;
  readonly image?: { readonly digest: string; readonly name: string };
  readonly vulnerability?: string;
  readonly severity?: string;
  readonly fixedVersion?: string;
  readonly isExploited?: boolean;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly images?: number;
  readonly error?: string;
}

const mostFindings = 10;

/** An event with what its reader needs to act on it, as it is now. */
export async function makeNotice(db: Kysely<Tables>, event: StoredEvent, publicUrl: string | undefined): Promise<Notice> {
  const { body, kind, project, at } = event;
  const shared = { id: `event-${event.id}`, event: kind as EventKind, at: at.toISOString(), project, trigger: body.trigger };
  const link = (path: string): Pick<Notice, 'link'> => (publicUrl === undefined ? {} : { link: `${publicUrl.replace(/\/$/, '')}${path}` });
  if (body.vulnerability !== undefined) {
    const { vulnerability: id, severity = 'unknown', package: found, fixedVersion, isExploited = false, images = 0 } = body;
    const name = found?.name ?? '';
    return {
      ...shared,
      title: `${id} (${severity}${isExploited ? ', known to be exploited' : ''}) in ${name}: ${images === 1 ? '1 image' : `${images} images`}`,
      findings: [
        {
          id,
          severity,
          package: name,
          isExploited,
          ...(found?.version === undefined ? {} : { version: found.version }),
          ...(fixedVersion === undefined ? {} : { fixedVersion }),
        },
      ],
      images,
      ...link(`/vulnerabilities/${encodeURIComponent(id)}`),
    };
  }
  const { image: named = { digest: '', name: '' } } = body;
  const row = await findImage(db, event.project_id, named.digest);
  const words =
    kind === 'policy-broken'
      ? 'fails its policy'
      : kind === 'policy-met'
        ? 'passes its policy again'
        : `could not be scanned: ${body.error ?? ''}`;
  if (row === undefined) return { ...shared, title: `${named.name} ${words}`, findings: [] };
  return {
    ...shared,
    title: `${row.name}${row.platform === null ? '' : ` (${row.platform})`} ${words}`,
    image: {
      name: row.name,
      digest: row.digest,
      ...(row.platform === null ? {} : { platform: row.platform }),
      tags: row.tags,
      counts: pickCounts(row),
    },
    statements: row.statements.filter(({ isMet }) => !isMet).map(({ text }) => text),
    findings: await worstFindings(db, row.id),
    ...link(`/images/${row.digest}`),
  };
}

async function findImage(
  db: Kysely<Tables>,
  project: number,
  digest: string,
): Promise<(ImageRow & { statements: { text: string; isMet: boolean }[] }) | undefined> {
  const { rows } = await sql<ImageRow & { statements: { text: string; isMet: boolean }[] }>`
    select ${imageColumns}, i.statements from image i join project p on p.id = i.project_id where i.project_id = ${project} and i.digest = ${digest}`.execute(
    db,
  );
  return rows[0];
}

async function worstFindings(db: Kysely<Tables>, imageId: number): Promise<Notice['findings']> {
  const { rows } = await sql<{
    id: string;
    severity: number;
    package: string;
    version: string | null;
    fixed_version: string | null;
    is_exploited: boolean;
  }>`
    select f.vulnerability as id, f.severity, p.name as package, p.version, f.fixed_version, f.is_exploited
    from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null join package p on p.id = f.package_id
    where l.image_id = ${imageId} and f.lane = 0 order by not f.is_exploited, f.severity, f.vulnerability limit ${mostFindings}`.execute(
    db,
  );
  return rows.map(({ id, severity, package: name, version, fixed_version, is_exploited }) => ({
    id,
    severity: severities[severity]!,
    package: name,
    ...(version === null ? {} : { version }),
    ...(fixed_version === null ? {} : { fixedVersion: fixed_version }),
    isExploited: is_exploited,
  }));
}
