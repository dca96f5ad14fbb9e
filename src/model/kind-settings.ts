import { type LicensePolicy } from './license-policy.ts';
import { type SecretSettings } from './secret-settings.ts';

/** What a user set about single kinds of findings. */
export interface KindSettings {
  /** Which licences packages may have; their categories decide when absent. */
  readonly licensePolicy?: LicensePolicy;
  /** Rules about secrets; the built-in ones when absent. */
  readonly secretSettings?: SecretSettings;
}

/** These members of larger options, and no others. */
export function kindSettingsOf({ licensePolicy, secretSettings }: KindSettings): KindSettings {
  return { ...(licensePolicy === undefined ? {} : { licensePolicy }), ...(secretSettings === undefined ? {} : { secretSettings }) };
}
