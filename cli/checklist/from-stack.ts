import type { Asked, Deployment } from '../../shared/aws/ask.ts';
import type { FindingFacts, StatementFacts } from '../../shared/checklists/facts.ts';
import type { Answer } from '../../shared/respond/answer.ts';
import { UsageError } from '../errors.ts';
import { findingFacts } from './finding-facts.ts';
import type { Gathered } from './gathered.ts';

/**
 * What a deployment knows. It costs a request, and a few more for each of these rules that has findings.
 * @throws {UsageError} where it cannot be asked, or its version is too old to answer.
 */
export async function factsOfStack(deployment: Deployment, rules: readonly string[]): Promise<Gathered> {
  // Imported on use: no other command calls AWS.
  const { AskError, deployed } = await import('../../shared/aws/ask.ts');
  try {
    const stack = await deployed(deployment);
    const { facts } = await answerOf(stack, { do: 'facts' });
    if (!facts) throw new UsageError('the answer of the deployment has no facts; deploy this version of Plumbline');
    const found = new Set(facts.places.filter(({ open, exempt }) => open + exempt > 0).map(({ rule }) => rule));
    const findings: FindingFacts[] = [];
    for (const rule of rules.filter((id) => found.has(id))) findings.push(...(await findingsOf(rule, stack)));
    return { facts: { ...facts, findings }, from: `the deployment ${deployment.prefix} in ${stack.region}` };
  } catch (error) {
    if (error instanceof AskError) throw new UsageError(error.message);
    throw error;
  }
}

async function findingsOf(rule: string, stack: Asked): Promise<StatementFacts['findings']> {
  const all: FindingFacts[] = [];
  let page: string | undefined;
  do {
    const answer = await answerOf(stack, { do: 'list', filters: { rule }, ...(page === undefined ? {} : { page }) });
    all.push(...(answer.findings ?? []).flatMap(({ finding }) => findingFacts(finding)));
    page = answer.page;
  } while (page !== undefined);
  return all;
}

async function answerOf(stack: Asked, request: object): Promise<Answer> {
  const answer = (await stack.ask(request)) as unknown as Answer;
  if (answer.ok) return answer;
  const isOld = answer.error?.startsWith('"do" must be one of');
  throw new UsageError(
    isOld
      ? 'the deployed version of Plumbline cannot say what checklists rest on; deploy this version'
      : `the deployment has refused: ${answer.error ?? 'it does not say why'}`,
  );
}
