import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { type Tables } from '../../../postgres/tables.ts';
import { type Role } from '../../auth/access.ts';
import { noteAction } from '../../auth/note-action.ts';
import { hashPassword } from '../../auth/passwords.ts';
import { invalidField, notFound, Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { account, accountChange, accountName, newAccount } from '../../schema/account.ts';
import { pageOf } from '../../schema/page.ts';

export const listAccounts = route({
  method: 'GET',
  path: '/api/v1/accounts',
  access: 'admin',
  summary: 'List the accounts of people',
  tag: 'accounts',
  status: 200,
  answer: pageOf(account),
  handle: async (_request, { db }) => {
    const { rows } = await sql<{
      name: string;
      is_admin: boolean;
      is_disabled: boolean;
      created_at: Date;
      roles: { project: string; role: Role }[];
    }>`
      select a.name, a.is_admin, a.is_disabled, a.created_at,
        (select coalesce(jsonb_agg(jsonb_build_object('project', p.name, 'role', m.role) order by p.name), '[]') from membership m join project p on p.id = m.project_id where m.account_id = a.id) as roles
      from account a order by a.name`.execute(db);
    return {
      items: rows.map(({ name, is_admin, is_disabled, created_at, roles }) => ({
        name,
        isAdmin: is_admin,
        isDisabled: is_disabled,
        createdAt: created_at.toISOString(),
        roles,
      })),
    };
  },
});

const named = z.strictObject({ name: z.string() });

export const makeAccount = route({
  method: 'POST',
  path: '/api/v1/accounts',
  access: 'admin',
  summary: 'Make an account',
  tag: 'accounts',
  body: newAccount,
  status: 201,
  answer: named,
  handle: async ({ body, caller }, { db }) => {
    const password_hash = await hashPassword(body.password);
    await db.transaction().execute(async (transaction) => {
      const row = await transaction
        .insertInto('account')
        .values({ name: body.name, password_hash, is_admin: body.isAdmin })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw new Problem(409, `account ${body.name} exists`);
      await setRoles(transaction, row.id, body.roles);
      await noteAction(transaction, {
        caller,
        action: 'account.make',
        subject: body.name,
        detail: { isAdmin: body.isAdmin, roles: body.roles },
      });
    });
    return { name: body.name };
  },
});

export const changeAccount = route({
  method: 'PATCH',
  path: '/api/v1/accounts/{name}',
  access: 'admin',
  summary: 'Change an account: password, roles, whether it may log in',
  tag: 'accounts',
  params: z.strictObject({ name: accountName }),
  body: accountChange,
  status: 200,
  answer: named,
  handle: async ({ params: { name }, body, caller }, { db }) => {
    const password_hash = body.password === undefined ? undefined : await hashPassword(body.password);
    await db.transaction().execute(async (transaction) => {
      const row = await transaction.selectFrom('account').select('id').where('name', '=', name).forUpdate().executeTakeFirst();
      if (row === undefined) throw notFound(`account ${name}`);
      const change = {
        ...(password_hash === undefined ? {} : { password_hash }),
        ...(body.isAdmin === undefined ? {} : { is_admin: body.isAdmin }),
        ...(body.isDisabled === undefined ? {} : { is_disabled: body.isDisabled }),
      };
      if (Object.keys(change).length > 0) await transaction.updateTable('account').set(change).where('id', '=', row.id).execute();
      if (body.roles !== undefined) await setRoles(transaction, row.id, body.roles);
      // Whoever used the old password, or a right that is gone, has to log in again.
      await transaction.deleteFrom('session').where('account_id', '=', row.id).execute();
      const { password: _, ...detail } = body;
      await noteAction(transaction, {
        caller,
        action: 'account.change',
        subject: name,
        detail: { ...detail, hasNewPassword: password_hash !== undefined },
      });
    });
    return { name };
  },
});

async function setRoles(
  db: Transaction<Tables>,
  accountId: number,
  roles: readonly { readonly project: string; readonly role: Role }[],
): Promise<void> {
  await db.deleteFrom('membership').where('account_id', '=', accountId).execute();
  for (const [at, { project, role }] of roles.entries()) {
    const row = await db.selectFrom('project').select('id').where('name', '=', project).executeTakeFirst();
    if (row === undefined) throw invalidField(`body.roles.${at}.project`, 'must be the name of a project');
    await db
      .insertInto('membership')
      .values({ account_id: accountId, project_id: row.id, role })
      .onConflict((conflict) => conflict.columns(['account_id', 'project_id']).doUpdateSet({ role }))
      .execute();
  }
}
