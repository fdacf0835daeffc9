/** Resources of permissions, with any path. */
export const USERS = 'iam::{account}:user/*';
export const GROUPS = 'iam::{account}:group/*';
export const ROLES = 'iam::{account}:role/*';
export const POLICIES = 'iam::{account}:policy/*';

/** IAM's answer where an entity, or a policy, does not exist. */
export const NO_SUCH_ENTITY = 'NoSuchEntityException';
