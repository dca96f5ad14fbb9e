import { type ReactNode } from 'react';
import { DataTable } from '../../parts/data-table.tsx';
import { Listed } from '../../parts/listed.tsx';
import { usePages } from '../../parts/more.tsx';
import { Empty } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { type AuditEntry } from '../../server-api.ts';
import { useClient } from '../../session.tsx';

/** Who did what, the latest first. */
export function AuditLog(): ReactNode {
  const client = useClient();
  const query = usePages(['audit'], (cursor) => client.audit({ cursor }));
  return (
    <Listed query={query} empty={<Empty title="Nobody has changed anything yet." />}>
      {(entries) => (
        <DataTable
          rows={entries}
          keyOf={({ id }) => id}
          columns={[
            { title: 'What', cell: (entry) => <What entry={entry} /> },
            { title: 'Who', cell: ({ actor }) => actor },
            { title: 'Project', cell: ({ project }) => project ?? '' },
            { title: 'When', cell: ({ at }) => <Time at={at} /> },
            { title: 'Hash', cell: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code> },
          ]}
        />
      )}
    </Listed>
  );
}

function What({ entry: { action, subject, detail } }: { readonly entry: AuditEntry }): ReactNode {
  const details = Object.entries(detail).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return (
    <>
      {action} <strong>{subject}</strong>
      <div className="faint line">{details.join(' · ')}</div>
    </>
  );
}
