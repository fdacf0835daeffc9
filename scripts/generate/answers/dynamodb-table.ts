import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeTable: { Table: { TableStatus: 'ACTIVE' } },
  DescribeContinuousBackups: {},
  ListTables: { TableNames: ['one'] },
};
