import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type PastScan } from '../server-api.ts';
import { useClient } from '../session.tsx';
import { DataTable } from './data-table.tsx';
import { Loaded } from './state.tsx';
import { Time } from './time.tsx';

export function PastScans({ digest }: { readonly digest: string }): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['past-scans', digest], queryFn: () => client.pastScans(digest) });
  return (
    <Loaded query={query}>
      {({ items }) => (
        <DataTable
          rows={items}
          keyOf={({ finishedAt }, at) => `${finishedAt} ${at}`}
          columns={[
            { title: 'When', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
            { title: 'Started by', cell: ({ trigger }) => trigger },
            { title: 'Reference', cell: ({ reference }) => reference },
            { title: 'Outcome', cell: outcomeOf },
          ]}
        />
      )}
    </Loaded>
  );
}

function outcomeOf({ outcome, verdict, error }: PastScan): string {
  if (outcome === 'failed') return `failed: ${error?.message ?? 'the reason is not known'}`;
  if (verdict === 'fail') return 'policy failed';
  return verdict === 'pass' ? 'policy passed' : 'scanned';
}
