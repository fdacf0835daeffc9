import type { FrameworkIds } from '../../shared/core/controls.ts';

/** How the ids of a control differ from what the catalogue maps to it. */
export interface Edit {
  /** Of these frameworks only these ids. */
  readonly only?: FrameworkIds;
  /** Of frameworks that `only` does not name: no id. Left out: those of the catalogue. */
  readonly nothingElse?: true;
  /** With these ids, which the catalogue has for others. */
  readonly and?: FrameworkIds;
  readonly because: string;
}

/** What the catalogue says wrongly of a control. */
export const CORRECTIONS: readonly (Edit & { readonly control: string })[] = [
  {
    control: 'acm-self-signed-imported',
    nothingElse: true,
    because:
      'The others are those of a check that listeners of classic load balancers use a certificate of ACM, such as ELB.2.',
  },
  {
    control: 's3-bucket-acl-public-or-enabled',
    and: { 'security-hub': ['S3.2'] },
    because: 'S3.2 is also about reading through an access control list.',
  },
];

/** Controls that frameworks ask for and the catalogue lacks. */
export const ADDED: readonly { readonly control: string; readonly ids: FrameworkIds }[] = [
  {
    control: 'iam-restricted-policy-attached',
    ids: { 'cis-3.0': ['1.22'], 'cis-5.0': ['1.21'], 'cis-6.0': ['2.21'] },
  },
  { control: 'rolesanywhere-trust-anchor-created', ids: { 'mitre-attack': ['T1098'] } },
];

/**
 * A part of a control, for a violation that does not break all ids of the control. It is called `<control>/<part>`. A rule
 * that serves parts alone serves the control only partly.
 */
interface Part extends Edit {
  readonly of: string;
  readonly part: string;
}

const NO_CIS: FrameworkIds = { 'cis-3.0': [], 'cis-5.0': [], 'cis-6.0': [], 'cis-7.0': [] };

export const PARTS: readonly Part[] = [
  {
    of: 'acm-self-signed-imported',
    part: 'issued',
    because: 'A certificate of a private authority is not signed by itself.',
  },
  {
    of: 'ami-public',
    part: 'shared',
    nothingElse: true,
    because: 'The others ask only that an image is not public.',
  },
  {
    of: 'client-vpn-internet-authorization',
    part: 'everyone',
    because: 'All users of an endpoint can be authorized for a private network.',
  },
  {
    of: 'cloudtrail-bucket-exposed',
    part: 'logging',
    only: { 'security-hub': ['CloudTrail.7'] },
    because: 'CloudTrail.7 and CIS ask that requests to the bucket are logged.',
  },
  {
    of: 'cloudtrail-bucket-exposed',
    part: 'public',
    only: { 'security-hub': ['CloudTrail.6'] },
    nothingElse: true,
    because: 'Only CloudTrail.6 is about access of the public to the bucket.',
  },
  {
    of: 'cloudtrail-scope-reduced',
    part: 'destination',
    only: { soc2: ['CC7.2'], 'iso-27001-2022': ['A.8.15', 'A.8.16'] },
    nothingElse: true,
    because: 'A trail that delivers elsewhere still records everything.',
  },
  {
    of: 'opensearch-encryption-off',
    part: 'disks',
    only: { 'security-hub': ['OpenSearch.1', 'ES.1'] },
    because: 'Security Hub asks for encryption on disks and between nodes in two controls.',
  },
  {
    of: 'opensearch-encryption-off',
    part: 'nodes',
    only: { 'security-hub': ['OpenSearch.3', 'ES.3'] },
    because: 'Security Hub asks for encryption on disks and between nodes in two controls.',
  },
  {
    of: 'iam-root-mfa-removed',
    part: 'mfa',
    only: { 'security-hub': ['IAM.9'], 'cis-3.0': ['1.5'], 'cis-5.0': ['1.4'], 'cis-6.0': ['2.4'] },
    because: 'CIS and Security Hub ask for MFA and for hardware in two recommendations.',
  },
  {
    of: 'iam-root-mfa-removed',
    part: 'hardware',
    only: { 'security-hub': ['IAM.6'], 'cis-3.0': ['1.6'], 'cis-5.0': ['1.5'], 'cis-6.0': ['2.5'] },
    because: 'CIS and Security Hub ask for MFA and for hardware in two recommendations.',
  },
  {
    of: 'eks-audit-logging-off',
    part: 'other',
    only: { 'security-hub': [] },
    because: 'EKS.8 asks only for audit logs.',
  },
  {
    of: 'iam-access-key-created',
    part: 'age',
    only: { 'cis-3.0': ['1.14'], 'cis-5.0': ['1.13'], 'cis-6.0': ['2.13'] },
    because: 'CIS asks for the rotation, for one active key and for no key at the start in three recommendations.',
  },
  {
    of: 'iam-access-key-created',
    part: 'second',
    only: { 'security-hub': [], 'cis-3.0': ['1.13'], 'cis-5.0': ['1.12'], 'cis-6.0': ['2.12'] },
    because: 'IAM.3 is about the rotation, and CIS asks for one active key in a recommendation of its own.',
  },
  {
    of: 'iam-access-key-created',
    part: 'standing',
    only: { 'security-hub': [], 'cis-3.0': ['1.11'], 'cis-5.0': ['1.10'], 'cis-6.0': ['2.10'] },
    because: 'IAM.3 is about the rotation of a key that there may be.',
  },
  {
    of: 'iam-full-admin-policy',
    part: 'iam-only',
    only: { ...NO_CIS, 'security-hub': [] },
    because: 'IAM.1 and CIS ask for no policy with every action of every service.',
  },
  {
    of: 'iam-password-policy-weakened',
    part: 'length',
    only: { 'cis-3.0': ['1.8'], 'cis-5.0': ['1.7'], 'cis-6.0': ['2.7'], 'cis-7.0': ['2.8'] },
    because: 'CIS asks for the length and for the reuse in two recommendations.',
  },
  {
    of: 'iam-password-policy-weakened',
    part: 'reuse',
    only: {
      'security-hub': ['IAM.10'],
      'cis-3.0': ['1.9'],
      'cis-5.0': ['1.8'],
      'cis-6.0': ['2.8'],
      'cis-7.0': ['2.9'],
    },
    because: 'CIS asks for the length and for the reuse in two recommendations; IAM.7 does not ask for the reuse.',
  },
  {
    of: 'iam-password-policy-weakened',
    part: 'characters',
    only: NO_CIS,
    because: 'CIS does not ask for types of characters.',
  },
  {
    of: 'iam-password-policy-weakened',
    part: 'age',
    only: { ...NO_CIS, 'security-hub': ['IAM.10'] },
    because: 'CIS and IAM.7 do not ask that passwords expire.',
  },
  {
    of: 'kms-policy-public',
    part: 'foreign',
    only: { 'security-hub': [] },
    because: 'KMS.5 asks only that the public has no access.',
  },
  {
    of: 'lambda-policy-public',
    part: 'service',
    only: { 'security-hub': [] },
    because: 'Lambda.1 asks for a condition on the source of S3, and not of other services.',
  },
  {
    of: 'route-to-internet-added',
    part: 'gateway',
    because: 'A gateway makes a route possible, and is none.',
  },
  {
    of: 's3-bucket-acl-public-or-enabled',
    part: 'readable',
    only: { 'security-hub': ['S3.2', 'S3.12'] },
    because: 'S3.3 is about writing.',
  },
  {
    of: 's3-bucket-acl-public-or-enabled',
    part: 'writable',
    only: { 'security-hub': ['S3.3', 'S3.12'] },
    because: 'S3.2 is about reading.',
  },
  {
    of: 'secret-rotation-disabled',
    part: 'rare',
    only: { 'security-hub': [] },
    because: 'SecretsManager.1 asks only that rotation is on.',
  },
  {
    of: 'secret-rotation-failed',
    part: 'failed',
    only: { 'security-hub': ['SecretsManager.2'] },
    because: 'SecretsManager.4 is about the days between two rotations.',
  },
  {
    of: 'secret-rotation-failed',
    part: 'late',
    only: { 'security-hub': ['SecretsManager.4'] },
    because: 'SecretsManager.2 is about rotations that failed.',
  },
  {
    of: 'sg-open-all-traffic',
    part: 'udp',
    only: { 'security-hub': ['EC2.18'] },
    because: 'EC2.19 is about TCP.',
  },
  {
    of: 'sg-open-database-ports',
    part: 'unlisted',
    only: { 'security-hub': [] },
    because: 'EC2.19 lists ports, and has some of the databases.',
  },
  {
    of: 'sg-open-high-risk-ports',
    part: 'not-smb',
    only: NO_CIS,
    because: 'The recommendation of CIS is about CIFS alone.',
  },
  {
    of: 'sg-open-unapproved-port',
    part: 'protocol',
    only: { 'security-hub': [] },
    because: 'EC2.18 is about ports of TCP and UDP.',
  },
  {
    of: 'ssm-document-public',
    part: 'shared',
    only: { 'security-hub': [] },
    because: 'SSM.4 asks only that a document is not public.',
  },
];
