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
import { type Account, type Token } from '../../server-api.ts';
import { useClient, useRights } from '../../session.tsx';

const roles = ['viewer', 'editor', 'owner'] as const;
const allProjects = 'all projects';

const roleOf = (name: string): (typeof roles)[number] => roles.find((role) => role === name) ?? 'viewer';

/** Accounts of people, and tokens of programs. */
export function PeopleSettings(): ReactNode {
  const { isAdmin } = useRights();
  return (
    <>
      {isAdmin && (
        <section aria-labelledby="accounts">
          <h2 id="accounts">Accounts</h2>
          <Accounts />
        </section>
      )}
      <section aria-labelledby="tokens">
        <h2 id="tokens">API tokens</h2>
        <p>For pipelines, and for whoever has no account. A viewer reads, an editor scans, an owner changes the policy and the people.</p>
        <Tokens />
      </section>
    </>
  );
}

function Accounts(): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['accounts'], queryFn: client.accounts });
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">There are no accounts yet: people sign in with API tokens.</p>
          ) : (
            <AccountTable accounts={items} />
          )
        }
      </Loaded>
      <ChangeForm
        action="Make an account"
        changes="accounts"
        send={({ text, secret, isChecked }) =>
          client.makeAccount({
            name: text('name'),
            password: secret('password'),
            isAdmin: isChecked('isAdmin'),
            roles: [{ project: text('project'), role: roleOf(text('role')) }],
          })
        }
        answered={({ name }) => <p className="met">{name} can sign in.</p>}
      >
        <Field label="Name" name="name" autoComplete="off" />
        <Field label="Password" name="password" type="password" autoComplete="new-password" minLength={12} hint="at least 12 characters" />
        <Select label="Role" name="role" choices={roles} />
        <ProjectSelect />
        <label className="check">
          <input type="checkbox" name="isAdmin" /> administrator
        </label>
      </ChangeForm>
    </>
  );
}

function AccountTable({ accounts }: { readonly accounts: readonly Account[] }): ReactNode {
  const client = useClient();
  return (
    <DataTable
      rows={accounts}
      keyOf={({ name }) => name}
      columns={[
        { title: 'Account', cell: ({ name }) => name },
        {
          title: 'Roles',
          cell: ({ isAdmin, roles: held }) =>
            isAdmin ? 'administrator' : held.map(({ project, role }) => `${role} of ${project}`).join(', '),
        },
        { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
        { title: 'May sign in', cell: ({ isDisabled }) => (isDisabled ? 'no' : 'yes') },
        {
          title: 'Action',
          cell: ({ name, isDisabled }) => (
            <ActionButton
              title={isDisabled ? 'Enable' : 'Disable'}
              label={`${isDisabled ? 'Enable' : 'Disable'} ${name}`}
              changes="accounts"
              {...(isDisabled ? {} : { question: `${name} is signed out at once.` })}
              act={() => client.changeAccount(name, { isDisabled: !isDisabled })}
            />
          ),
        },
      ]}
    />
  );
}

function Tokens(): ReactNode {
  const client = useClient();
  const { isAdmin } = useRights();
  const query = useQuery({ queryKey: ['tokens'], queryFn: client.tokens });
  return (
    <>
      <Loaded query={query}>{({ items }) => <TokenTable tokens={items.filter(({ isRevoked }) => !isRevoked)} />}</Loaded>
      <ChangeForm
        action="Make a token"
        changes="tokens"
        send={({ text }) =>
          client.makeToken({
            name: text('name'),
            role: roleOf(text('role')),
            expiresInDays: Number(text('days')),
            ...(text('project') === allProjects ? {} : { project: text('project') }),
          })
        }
        answered={({ token }) => <ShownOnce title="The token." secret={token} />}
      >
        <Field label="What it is for" name="name" maxLength={100} />
        <Select label="Role" name="role" choices={roles} />
        <ProjectSelect {...(isAdmin ? { also: allProjects } : {})} />
        <Field label="Days until it expires" name="days" type="number" min={1} max={3_650} defaultValue={365} />
      </ChangeForm>
    </>
  );
}

function TokenTable({ tokens }: { readonly tokens: readonly Token[] }): ReactNode {
  const client = useClient();
  return (
    <DataTable
      rows={tokens}
      keyOf={({ id }) => String(id)}
      columns={[
        { title: 'Token', cell: ({ name, createdBy }) => <>{name} <span className="faint">by {createdBy}</span></> }, // prettier-ignore
        { title: 'Rights', cell: ({ isAdmin, role, project }) => (isAdmin ? 'administrator' : `${role} of ${project ?? allProjects}`) },
        { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
        { title: 'Expires', cell: ({ expiresAt }) => (expiresAt === undefined ? 'never' : <Time at={expiresAt} />) },
        { title: 'Last used', cell: ({ usedAt }) => (usedAt === undefined ? 'never' : <Time at={usedAt} />) },
        {
          title: 'Action',
          cell: ({ id, name }) => (
            <ActionButton
              title="Revoke"
              label={`Revoke ${name}`}
              question="Whoever uses it is refused at once."
              changes="tokens"
              act={() => client.revokeToken(id)}
            />
          ),
        },
      ]}
    />
  );
}
