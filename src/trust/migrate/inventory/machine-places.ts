import { join } from 'node:path';
import { type InventoryPlaces } from './take-inventory.ts';

/** Where Content Trust is configured for a machine and its user: profiles, units, engine, trust directories. */
export function machinePlaces(home: string, dockerConfigDirectory: string): InventoryPlaces {
  const profiles = ['.profile', '.bashrc', '.bash_profile', '.bash_login', '.bash_aliases', '.zshrc', '.zprofile', '.zshenv', '.zlogin'];
  const others = ['.kshrc', '.cshrc', '.tcshrc', '.login', '.xprofile', '.pam_environment', '.config/fish', '.config/environment.d', '.config/systemd'];
  const system = ['environment', 'profile', 'profile.d', 'bash.bashrc', 'zsh', 'fish', 'environment.d', 'default', 'sysconfig', 'systemd', 'docker'];
  return {
    paths: [],
    placesThatMayBe: [...[...profiles, ...others, '.notary/config.json'].map((name) => join(home, name)), ...system.map((name) => join('/etc', name))],
    trustDirectories: [join(dockerConfigDirectory, 'trust'), join(home, '.notary')],
  };
} // prettier-ignore
