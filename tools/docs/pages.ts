import { auditPage } from './audit-page.ts';
import { clientTypes, openApiPage } from './client-types.ts';
import { cliPage } from './cli-page.ts';
import { errorCodesPage, issueCodesPage, trustReasonsPage } from './code-pages.ts';
import { configurationPage } from './configuration-page.ts';
import { decisionsPage } from './decisions-page.ts';
import { ecosystemsPage } from './ecosystems-page.ts';
import { exceptionsPage } from './exceptions-page.ts';
import { imageSourcesPage } from './image-sources-page.ts';
import { limitsPage } from './limits-page.ts';
import { noticePage } from './notice-page.ts';
import { programsPage } from './programs-page.ts';
import { reportSchema, reportSchemaPath } from './report-schema.ts';
import { rulePages } from './rule-pages.ts';
import { sourcesPage } from './sources-page.ts';

/** Every generated page by its path in the checkout. */
export async function makePages(root: string): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/reference/audit.md', auditPage()],
    ['docs/reference/openapi.json', openApiPage()],
    ['src/client/api.ts', await formatted(clientTypes())],
    ['docs/reference/cli.md', await cliPage()],
    ['docs/reference/error-codes.md', errorCodesPage()],
    ['docs/reference/issue-codes.md', issueCodesPage()],
    ['docs/reference/trust-reasons.md', trustReasonsPage()],
    ['docs/reference/limits.md', limitsPage(root)],
    ['docs/reference/ecosystems.md', ecosystemsPage(root)],
    ['docs/reference/exceptions.md', exceptionsPage()],
    ['docs/reference/programs.md', programsPage()],
    ['docs/reference/sources.md', sourcesPage()],
    ['docs/reference/image-sources.md', imageSourcesPage()],
    ['docs/reference/configuration.md', configurationPage()],
    ...rulePages(),
    [reportSchemaPath, reportSchema(root)],
    ['docs/adr/README.md', decisionsPage(root)],
    ['NOTICE.md', noticePage(root)],
  ]);
}

/** As `npm run format` leaves it. */
async function formatted(text: string): Promise<string> {
  const { format, resolveConfig } = await import('prettier');
  return format(text, { ...(await resolveConfig('src/client/api.ts')), parser: 'typescript' });
}
