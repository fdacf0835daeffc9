/** As permissions name them, whatever their path. */
export const USERS = 'iam::{account}:user/*';
export const GROUPS = 'iam::{account}:group/*';
export const ROLES = 'iam::{account}:role/*';
export const POLICIES = 'iam::{account}:policy/*';

/** How IAM says that it has no entity, or no policy, of a name. */
export const NO_SUCH_ENTITY = 'NoSuchEntityException';
