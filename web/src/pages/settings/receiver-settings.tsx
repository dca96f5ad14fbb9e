import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { ChangeForm } from '../../parts/change-form.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Field, Select } from '../../parts/field.tsx';
import { ProjectSelect } from '../../parts/project-select.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { counted } from '../../parts/severity.tsx';
import { Empty, Loaded } from '../../parts/state.tsx';
import { type Receiver } from '../../server-api.ts';
import { useClient } from '../../session.tsx';

const channels = ['webhook', 'slack', 'teams', 'syslog', 'cef'] as const;

/** Who is told about events, and whether messages arrive. */
export function ReceiverSettings(): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['receivers'], queryFn: client.receivers });
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nobody is told about events.">New findings, and images whose policy fails, are only shown on these pages.</Empty>
          ) : (
            <Table receivers={items} />
          )
        }
      </Loaded>
      <h2>Tell somebody</h2>
      <ChangeForm
        action="Add"
        changes="receivers"
        send={({ text }) =>
          client.makeReceiver({
            name: text('name'),
            channel: channels.find((channel) => channel === text('channel')) ?? 'webhook',
            target: text('target'),
            project: text('project'),
          })
        }
        answered={({ secret }) => <ShownOnce title="Messages of a webhook are signed with this secret." secret={secret} />}
      >
        <Field label="Name" name="name" maxLength={100} />
        <Select label="Channel" name="channel" choices={channels} />
        <Field label="Address" name="target" placeholder="https://…" size={34} hint="syslog://host:port for syslog and CEF" />
        <ProjectSelect />
      </ChangeForm>
    </>
  );
}

function Table({ receivers }: { readonly receivers: readonly Receiver[] }): ReactNode {
  const client = useClient();
  return (
    <DataTable
      rows={receivers}
      keyOf={({ id }) => String(id)}
      columns={[
        { title: 'Name', cell: ({ name }) => name },
        { title: 'Channel', cell: ({ channel, host }) => `${channel}, ${host}` },
        { title: 'Events', cell: ({ events }) => events.map((event) => event.replaceAll('-', ' ')).join(', ') },
        { title: 'Project', cell: ({ project }) => project },
        { title: 'Messages', cell: (receiver) => <Delivery receiver={receiver} /> },
        {
          title: 'Action',
          cell: ({ id, name }) => (
            <ActionButton
              title="Delete"
              label={`Delete ${name}`}
              question="Messages that wait are not sent."
              changes="receivers"
              act={() => client.deleteReceiver(id)}
            />
          ),
        },
      ]}
    />
  );
}

function Delivery({ receiver: { pending, failed, lastError } }: { readonly receiver: Receiver }): ReactNode {
  if (pending === 0 && failed === 0) return <span className="met">✓ all arrived</span>;
  return (
    <>
      {pending > 0 && <span>{counted(pending, 'message')} waiting </span>}
      {failed > 0 && <span className="bad">✗ {counted(failed, 'message')} given up </span>}
      {lastError !== undefined && <div className="line faint">{lastError}</div>}
    </>
  );
}
