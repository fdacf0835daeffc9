import { unshareDocument } from '../../resources/ssm-document/actions.ts';
import { ssmDocument } from '../../resources/ssm-document/kind.ts';
import { shareRule } from '../common/share-rule.ts';

export default shareRule({
  id: 'ssm-document-shared',
  title: 'Systems Manager documents are shared with trusted accounts only',
  kind: ssmDocument,
  controls: ['ssm-document-public'],
  exempt: { option: 'publicDocuments', description: 'Names of documents that are public on purpose.' },
  public: 'The document is public: anyone with an AWS account can read and run it.',
  shared: {
    text: 'The document is shared with {{who}}, which is not trusted and can read and run it.',
    controls: ['ssm-document-public/shared'],
  },
  fix: 'Stop sharing the document. Copies that others have made are not affected.',
  unshare: unshareDocument,
});
