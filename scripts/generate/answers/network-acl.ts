import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = { DescribeNetworkAcls: { NetworkAcls: [{ NetworkAclId: 'acl-1' }] } };
