import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeDocumentPermission: {},
  ListDocuments: { DocumentIdentifiers: [{ Name: 'one' }] },
};
