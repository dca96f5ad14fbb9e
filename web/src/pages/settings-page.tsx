import { type ReactNode } from 'react';
import { Link } from '../parts/link.tsx';
import { type Rights, useRights } from '../session.tsx';
import { AuditLog } from './settings/audit-log.tsx';
import { PeopleSettings } from './settings/people-settings.tsx';
import { PolicySettings } from './settings/policy-settings.tsx';
import { ReceiverSettings } from './settings/receiver-settings.tsx';
import { RegistrySettings } from './settings/registry-settings.tsx';
import { RepositorySettings } from './settings/repository-settings.tsx';

interface Tab {
  readonly name: string;
  readonly title: string;
  readonly isShown: (rights: Rights) => boolean;
  readonly Body: () => ReactNode;
}

const tabs: readonly Tab[] = [
  { name: '', title: 'Policy', isShown: () => true, Body: PolicySettings },
  { name: 'repositories', title: 'Repositories', isShown: () => true, Body: RepositorySettings },
  { name: 'registries', title: 'Registries', isShown: ({ isOwner }) => isOwner, Body: RegistrySettings },
  { name: 'notifications', title: 'Notifications', isShown: ({ isOwner }) => isOwner, Body: ReceiverSettings },
  { name: 'people', title: 'People', isShown: ({ isOwner }) => isOwner, Body: PeopleSettings },
  { name: 'audit', title: 'Audit log', isShown: ({ isAdmin }) => isAdmin, Body: AuditLog },
];

export function SettingsPage({ tab }: { readonly tab: string }): ReactNode {
  const rights = useRights();
  const shown = tabs.filter(({ isShown }) => isShown(rights));
  const current = shown.find(({ name }) => name === tab);
  return (
    <>
      <h1>Settings</h1>
      <nav className="tabs" aria-label="Settings">
        {shown.map(({ name, title }) => (
          <Link key={name} to={name === '' ? '/settings' : `/settings/${name}`} isCurrent={name === tab}>
            {title}
          </Link>
        ))}
      </nav>
      {current === undefined ? <p>There is no page at this address, or you may not see it.</p> : <current.Body />}
    </>
  );
}
