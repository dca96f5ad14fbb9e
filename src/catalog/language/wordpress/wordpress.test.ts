import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { wordpressInstalled } from './wordpress-installed.ts';

const core = `<?php
/* $wp_version = '4.5.7'; */
// $wp_version = '4.5.6';
$wp_version = '6.4.2';
$wp_db_version = 56657;
`;
const plugin = `<?php
/**
 * @package Akismet
 */
/*
Plugin Name: Akismet Anti-spam: Spam Protection
Version: 5.3
License: GPLv2 or later
*/
`;
const theme = '/*\nTheme Name: Twenty\nVersion: 1.0\nLicense: GNU General Public License v3.0\n*/\nbody {}\n';

describeCataloger(wordpressInstalled, {
  'var/www/html/wp-includes/version.php': core,
  'var/www/html/wp-content/plugins/akismet/akismet.php': plugin,
  'var/www/html/wp-content/themes/twenty/style.css': theme,
});

describe('WordPress', () => {
  it('has a version, plugins and themes', () => {
    const files = {
      'html/wp-includes/version.php': core,
      'html/wp-content/plugins/akismet/akismet.php': plugin,
      'html/wp-content/plugins/akismet/other.php': '<?php echo 1;',
      'html/wp-content/plugins/akismet/views/akismet.php': plugin,
      'html/wp-content/plugins/hello.php': '<?php // Plugin Name: Hello */\n# License: MIT\n',
      'html/wp-content/themes/twenty/style.css': theme,
      'html/elsewhere/plugins/x/x.php': plugin,
    };
    expect(listPackages('wordpress-installed', files, true)).toEqual([
      'pkg:wordpress/plugin/akismet@5.3 file (GPL-2.0-or-later)',
      'pkg:wordpress/plugin/hello file (MIT)',
      'pkg:wordpress/theme/twenty@1.0 file (GPL-3.0-only)',
      'pkg:wordpress/wordpress@6.4.2 file',
    ]);
  });

  it('says what has no version', () => {
    expect(listPackages('wordpress-installed', { 'wp-includes/version.php': '<?php' })).toEqual([
      'MANIFEST_UNREADABLE wp-includes/version.php has no version of WordPress',
    ]);
  });
});
