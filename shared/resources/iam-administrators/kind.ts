import { defineKind, type Listing, UNSEEN } from '../../core/kind.ts';

/** A user with credentials, or a role that principals other than AWS services can assume, with all rights. */
export interface Administrator {
  /** `user/NAME` or `role/NAME`. */
  readonly id: string;
  /**
   * Each of these alone gives all rights: the ids of the user or role, its group and its customer managed policy, as far as
   * they take part. The rights are lost with one of the ids.
   */
  readonly ways: readonly (readonly string[])[];
  /** The accounts from which people come to it: the own one of a user, and of a role those that its trust policy names. */
  readonly from: readonly string[];
}

/** Who can administer the account, besides its root user. */
export interface IamAdministrators {
  readonly administrators: Listing<Administrator>;
}

/**
 * The id is `account`. No event is followed: one event does not show who else has all rights, so AWS is asked when a plan
 * takes them from somebody.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const iamAdministrators = defineKind<IamAdministrators>()({
  name: 'iam-administrators',
  type: 'AWS::::Account',
  title: 'Administrators of the account',
  global: true,
  blank: { administrators: UNSEEN },
  events: {},
});
