import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type Job } from '../server-api.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Choice } from '../parts/filters.tsx';
import { failureOf, stateWord } from '../parts/job-progress.tsx';
import { Link } from '../parts/link.tsx';
import { Listed } from '../parts/listed.tsx';
import { usePages } from '../parts/more.tsx';
import { Empty, Failure } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';

const states: readonly Job['state'][] = ['created', 'active', 'retry', 'completed', 'failed', 'cancelled'];

export function JobsPage(): ReactNode {
  const client = useClient();
  const { values, set } = useAddress();
  const state = values.get('state') ?? '';
  const query = usePages(['jobs', state], (cursor) => client.jobs({ state, cursor }));
  return (
    <>
      <h1>Jobs</h1>
      <div className="filters">
        <Choice label="State" value={state} choices={states} onChange={(next) => set({ state: next })} />
        <button type="button" onClick={() => void query.refetch()}>
          Refresh
        </button>
      </div>
      <Listed query={query} empty={<Empty title="No job matches." />}>
        {(jobs) => <Table jobs={jobs} />}
      </Listed>
    </>
  );
}

function Table({ jobs }: { readonly jobs: readonly Job[] }): ReactNode {
  return (
    <DataTable
      rows={jobs}
      keyOf={({ id }) => id}
      columns={[
        { title: 'Job', cell: (job) => <Description job={job} /> },
        { title: 'State', cell: ({ state }) => <span className={`job ${state}`}>{stateWord(state)}</span> },
        { title: 'Attempt', isCount: true, cell: ({ attempt, attempts }) => `${attempt} of ${attempts}` },
        { title: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
        { title: 'Action', cell: (job) => <Action job={job} /> },
      ]}
    />
  );
}

function Description({ job }: { readonly job: Job }): ReactNode {
  return (
    <>
      {job.kind} <Subject job={job} />
      {job.state === 'failed' && <div className="line bad">{failureOf(job.output)}</div>}
    </>
  );
}

function Subject({ job: { subject, output } }: { readonly job: Job }): ReactNode {
  const digest = output?.['digest'];
  return typeof digest === 'string' ? <Link to={`/images/${digest}`}>{subject}</Link> : <span>{subject}</span>;
}

function Action({ job: { id, state } }: { readonly job: Job }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const isEnded = state === 'failed' || state === 'cancelled';
  const act = useMutation({
    mutationFn: () => (isEnded ? client.retryJob(id) : client.stopJob(id)),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
  if (state === 'completed') return null;
  return (
    <>
      <button type="button" disabled={act.isPending} onClick={() => act.mutate()}>
        {isEnded ? 'Start again' : 'Stop'}
      </button>
      {act.isError && <Failure error={act.error} />}
    </>
  );
}
