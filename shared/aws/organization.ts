import { type Aws, createAws } from './clients.ts';
import { failureOf, isPassing } from './failure.ts';
import type { Permissions } from './permissions.ts';

/** The call has no resource. Every account of an organisation may make it. */
export const organizationPermissions: Permissions = { 'organizations:DescribeOrganization': '*' };

/** Plumbline works without the answer, so it waits for one attempt only. Milliseconds. */
const PATIENCE = 2_000;

const NO_ORGANIZATION = 'AWSOrganizationsNotInUseException';

/**
 * Asks for the organisation of Plumbline's account, once in a process: its id, or none if the account is in no
 * organisation. `undefined`: it is not known, because the call was denied or failed. After a failure that may be temporary
 * the next question makes the call again.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 */
export function ownOrganization(
  region: string,
  aws: Aws = createAws({ maxAttempts: 1, requestTimeout: PATIENCE }),
): () => Promise<readonly string[] | undefined> {
  let answer: Promise<readonly string[] | undefined> | undefined;
  const ask = async (): Promise<readonly string[] | undefined> => {
    try {
      return await organizationsOf(aws, region);
    } catch (error) {
      if (isPassing(failureOf(error))) answer = undefined;
      return undefined;
    }
  };
  return () => (answer ??= ask());
}

async function organizationsOf(aws: Aws, region: string): Promise<readonly string[]> {
  const { DescribeOrganizationCommand, OrganizationsClient } = await import('@aws-sdk/client-organizations');
  try {
    const { Organization } = await aws
      .client(OrganizationsClient, { region })
      .send(new DescribeOrganizationCommand({}));
    return Organization?.Id ? [Organization.Id] : [];
  } catch (error) {
    if (error instanceof Error && error.name === NO_ORGANIZATION) return [];
    throw error;
  }
}
