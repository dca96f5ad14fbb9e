import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { ChangeForm } from '../../parts/change-form.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Field, Select } from '../../parts/field.tsx';
import { ProjectSelect } from '../../parts/project-select.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useClient } from '../../session.tsx';

const formats = ['distribution', 'harbor', 'docker-hub', 'github-packages', 'gitlab', 'quay', 'nexus', 'artifactory', 'ecr'] as const;

/** How registries are reached, and how they tell of pushes. */
export function RegistrySettings(): ReactNode {
  return (
    <>
      <section aria-labelledby="credentials">
        <h2 id="credentials">Credentials</h2>
        <p>With these, images are pulled. Passwords are stored encrypted, and sent to exactly this host.</p>
        <Credentials />
      </section>
      <section aria-labelledby="hooks">
        <h2 id="hooks">Hooks</h2>
        <p>A registry that notifies a hook has its images scanned when they are pushed.</p>
        <Hooks />
      </section>
    </>
  );
}

function Credentials(): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['registries'], queryFn: client.registries });
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">Registries are asked without credentials.</p>
          ) : (
            <DataTable
              rows={items}
              keyOf={({ project, host }) => `${project} ${host}`}
              columns={[
                { title: 'Host', cell: ({ host }) => host },
                { title: 'Name', cell: ({ username }) => username },
                { title: 'Project', cell: ({ project }) => project },
                {
                  title: 'Action',
                  cell: ({ host, project }) => (
                    <ActionButton
                      title="Delete"
                      label={`Delete the credentials of ${host}`}
                      question="Images of it may no longer be pulled."
                      changes="registries"
                      act={() => client.deleteRegistry(host, project)}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <ChangeForm
        action="Save"
        changes="registries"
        send={({ text, secret }) =>
          client.setRegistry({ host: text('host'), username: text('username'), password: secret('password'), project: text('project') })
        }
      >
        <Field label="Host" name="host" placeholder="registry.example.com" />
        <Field label="Name" name="username" autoComplete="off" />
        <Field label="Password" name="password" type="password" autoComplete="new-password" />
        <ProjectSelect />
      </ChangeForm>
    </>
  );
}

function Hooks(): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['hooks'], queryFn: client.hooks });
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">No registry notifies this server yet.</p>
          ) : (
            <DataTable
              rows={items}
              keyOf={({ id }) => String(id)}
              columns={[
                { title: 'Hook', cell: ({ name }) => name },
                { title: 'Registry', cell: ({ registry }) => registry },
                { title: 'Format', cell: ({ format }) => format },
                { title: 'Address', cell: ({ path }) => <code>{`${window.location.origin}${path}`}</code> },
                { title: 'Project', cell: ({ project }) => project },
                { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
                {
                  title: 'Action',
                  cell: ({ id, name }) => (
                    <ActionButton
                      title="Delete"
                      label={`Delete the hook ${name}`}
                      question="Its pushes are no longer heard of."
                      changes="hooks"
                      act={() => client.deleteHook(id)}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <ChangeForm
        action="Make a hook"
        changes="hooks"
        send={({ text }) =>
          client.makeHook({
            name: text('name'),
            registry: text('registry'),
            format: formats.find((format) => format === text('format')) ?? 'distribution',
            project: text('project'),
          })
        }
        answered={({ name, secret, path, proof }) => (
          <ShownOnce title={`Secret of ${name}.`} secret={secret}>
            <p>
              Let the registry notify <code>{`${window.location.origin}${path}`}</code>. {proof}
            </p>
          </ShownOnce>
        )}
      >
        <Field label="Name" name="name" maxLength={100} />
        <Field label="Host of the registry" name="registry" placeholder="registry.example.com" />
        <Select label="Format" name="format" choices={formats} />
        <ProjectSelect />
      </ChangeForm>
    </>
  );
}
