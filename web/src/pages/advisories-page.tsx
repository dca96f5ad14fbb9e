import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { DataTable } from '../parts/data-table.tsx';
import { JobProgress } from '../parts/job-progress.tsx';
import { Empty, Failure, Loaded } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { useClient } from '../session.tsx';

/** Which advisory data answers, how old it is, and how to bring it up to date. */
export function AdvisoriesPage(): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['advisories'], queryFn: client.advisories });
  const update = useMutation({ mutationFn: client.updateAdvisories });
  return (
    <>
      <h1>Advisories</h1>
      <p>
        <button type="button" className="primary" disabled={update.isPending} onClick={() => update.mutate()}>
          Update now
        </button>
      </p>
      {update.isError && <Failure error={update.error} />}
      {update.data !== undefined && <JobProgress id={update.data.job} onEnd={() => void queries.invalidateQueries()} />}
      <Loaded query={query}>
        {({ generation, generationAt, shards }) => (
          <>
            <p>
              Generation {generation}, <Time at={generationAt} />. When advisories change, stored packages are matched again; no image is
              pulled for it.
            </p>
            {shards.length === 0 ? (
              <Empty title="No advisory data has answered yet.">
                <p>It is fetched with the first scan that needs it.</p>
              </Empty>
            ) : (
              <DataTable
                rows={shards}
                keyOf={({ name }) => name}
                columns={[
                  { title: 'Data', cell: ({ name }) => name },
                  {
                    title: 'Built',
                    cell: ({ builtAt }) => (builtAt === undefined ? <span className="faint">not known</span> : <Time at={builtAt} />),
                  },
                  { title: 'Since generation', isCount: true, cell: ({ generation: since }) => since },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
