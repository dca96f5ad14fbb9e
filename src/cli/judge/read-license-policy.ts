import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type FindingKind } from '../../model/finding.ts';
import { type LicensePolicy } from '../../model/license-policy.ts';
import { type CommandInput } from '../command.ts';
import { readConfigurationName } from '../words/configuration-name.ts';

/** The licences that `pratique.yaml` allows and denies, where licences are looked for. Throws CONFIG_INVALID with file and line. */
export async function readLicensePolicy(
  input: CommandInput,
  kinds: readonly FindingKind[] | undefined,
): Promise<{ readonly licensePolicy?: LicensePolicy }> {
  const file = kinds?.includes('license') === true ? readConfigurationFile(readConfigurationName(input)) : undefined;
  if (file === undefined) return {};
  const { decodeLicenses } = await import('../../policy/license/decode-licenses.ts');
  const licensePolicy = decodeLicenses(file.text, file.path);
  return licensePolicy === undefined ? {} : { licensePolicy };
}
