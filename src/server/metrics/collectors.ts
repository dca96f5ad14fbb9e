import { sql, type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { inProjects } from '../queries/in-projects.ts';
import { type MetricFamily, type Sample } from './exposition.ts';

export interface Collector {
  readonly name: string;
  readonly collect: (db: Kysely<Tables>, projects: readonly number[]) => Promise<readonly MetricFamily[]>;
}

/** What /metrics asks the database; one that fails costs its own families and no others. */
export const collectors: readonly Collector[] = [
  {
    name: 'images',
    collect: async (db: Kysely<Tables>, projects: readonly number[]): Promise<readonly MetricFamily[]> => {
      const { rows } = await sql<{ project: string; verdict: string; count: number }>`
        select p.name as project, i.verdict, count(*)::int as count from image i join project p on p.id = i.project_id where ${inProjects('i.project_id', projects)} group by 1, 2`.execute(
        db,
      );
      return [
        {
          name: 'pratique_images',
          help: 'Images by project and verdict.',
          type: 'gauge',
          samples: rows.map(({ project, verdict, count }) => ({ labels: { project, verdict }, value: count })),
        },
      ];
    },
  },
  {
    name: 'findings',
    collect: async (db: Kysely<Tables>, projects: readonly number[]): Promise<readonly MetricFamily[]> => {
      const { rows } = await sql<FindingCounts>`
        select p.name as project, ${sql.raw(severityColumns.map((name) => `coalesce(sum(i.${name}), 0)::float as ${name}`).join(', '))}, sum(i.fixable)::float as fixable, sum(i.exploited)::float as exploited
        from image i join project p on p.id = i.project_id where ${inProjects('i.project_id', projects)} group by 1`.execute(db);
      return [
        {
          name: 'pratique_findings',
          help: 'Vulnerabilities by project and severity, each counted once for each image.',
          type: 'gauge',
          samples: rows.flatMap((row) =>
            severityColumns.map((severity) => ({ labels: { project: row.project, severity }, value: row[severity] })),
          ),
        },
        { name: 'pratique_findings_fixable', help: 'Vulnerabilities that have a fix.', type: 'gauge', samples: samplesOf(rows, 'fixable') },
        {
          name: 'pratique_findings_exploited',
          help: 'Vulnerabilities known to be exploited.',
          type: 'gauge',
          samples: samplesOf(rows, 'exploited'),
        },
      ];
    },
  },
  {
    name: 'jobs',
    collect: async (db: Kysely<Tables>): Promise<readonly MetricFamily[]> => {
      const { rows } = await sql<{ kind: string; state: string; count: number; oldest: number }>`
        select name as kind, state::text as state, count(*)::int as count, extract(epoch from now() - min(created_on))::float as oldest
        from pgboss.job where name not like '\\_\\_pgboss%' group by 1, 2`.execute(db);
      const waiting = rows.filter(({ state }) => state === 'created' || state === 'retry');
      return [
        {
          name: 'pratique_jobs',
          help: 'Jobs by kind and state.',
          type: 'gauge',
          samples: rows.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
        },
        {
          name: 'pratique_jobs_oldest_seconds',
          help: 'Age of the job that has waited longest.',
          type: 'gauge',
          samples: waiting.map(({ kind, state, oldest }) => ({ labels: { kind, state }, value: oldest })),
        },
      ];
    },
  },
  {
    name: 'advisories',
    collect: async (db: Kysely<Tables>): Promise<readonly MetricFamily[]> => {
      const { rows } = await sql<{ name: string; age: number }>`
        select name, extract(epoch from now() - built_at)::float as age from advisory_shard where built_at is not null`.execute(db);
      return [
        {
          name: 'pratique_advisories_age_seconds',
          help: 'Age of the newest content of the advisories.',
          type: 'gauge',
          samples: rows.map(({ name, age }) => ({ labels: { shard: name }, value: age })),
        },
      ];
    },
  },
];

interface FindingCounts extends Readonly<Record<(typeof severityColumns)[number] | 'fixable' | 'exploited', number>> {
  readonly project: string;
}

const severityColumns = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;

function samplesOf(rows: readonly FindingCounts[], column: 'fixable' | 'exploited'): readonly Sample[] {
  return rows.map((row) => ({ labels: { project: row.project }, value: row[column] }));
}
