import type { Neighbours } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import type { Context } from '../../core/rule.ts';
import { listed } from '../../policy/sentence.ts';
import type { Administrator, IamAdministrators } from '../../resources/iam-administrators/kind.ts';

interface Beside {
  readonly administrators: Neighbours<IamAdministrators>;
}

type Around = Pick<Context<object, unknown, Beside>, 'ref' | 'neighbours' | 'trusted'>;

export const LAST_ADMINISTRATOR =
  'No other user or role with all rights that people can assume was found, so nobody could administer the account. Give another user or role all rights first.';

const YOUR_OWN = 'Before you agree, make sure that you do not lose your own rights.';

/** Whether another administrator is left, could not be read. */
const MAKE_SURE =
  'Before you agree, make sure that somebody else can administer the account, and that you do not lose your own rights.';

/**
 * The users and roles that keep all rights after a resource has lost its own, and to which people of the account or of a
 * trusted one can come. `undefined`: none is known, and there may be some.
 */
function administratorsBeside({ ref, neighbours, trusted }: Around): readonly Administrator[] | undefined {
  const [found] = neighbours.administrators.items;
  if (!found) return undefined;
  const { items, complete } = found.state.administrators;
  const known = items
    .filter(({ from }) => from.some((account) => account === ref.account || trusted.accounts.includes(account)))
    .map((each) => ({ ...each, ways: each.ways.filter((way) => !way.includes(ref.id)) }))
    .filter(({ ways }) => ways.length > 0);
  return known.length > 0 || complete ? known : undefined;
}

/** Whether nobody could administer the account any more. */
export function isLastAdministrator(context: Around): boolean {
  return administratorsBeside(context)?.length === 0;
}

/** What must not change, so that one of the other administrators keeps all rights. */
export function administratorsLeft(context: Around): readonly (readonly Ref[])[] | undefined {
  return administratorsBeside(context)?.flatMap(({ ways }) =>
    ways.map((way) => way.map((id) => ({ ...context.ref, id }))),
  );
}

/** Who is left, as sentences for those who agree to a plan. */
export function leftToAdminister(context: Around): string {
  const others = administratorsBeside(context);
  return others === undefined
    ? MAKE_SURE
    : `Others with all rights: ${listed(others.map(({ id }) => inWords(id)))}. ${YOUR_OWN}`;
}

/** `role break-glass` for `role/break-glass`. */
function inWords(id: string): string {
  return id.replace('/', ' ');
}
