import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { webhookPlaces } from '../template/secret-statements.ts';
import { type Check, warning } from './checks.ts';

/** Whether the webhook's URL is where the parameter says. It is read as `notify` reads it, and shown nowhere. */
export const webhook: Check = {
  what: 'Whether the URL of the Slack webhook can be read',
  async look(params, config) {
    const { parameter } = webhookPlaces(params);
    if (parameter === '') return [];
    const { slackWebhook } = params;
    const place = slackWebhook.startsWith('ssm:') ? slackWebhook.slice('ssm:'.length) : `/${parameter}`;
    try {
      const { Parameter } = await new SSMClient(config).send(
        new GetParameterCommand({ Name: place, WithDecryption: true }),
      );
      if (/^https:\/\/\S+$/.test(Parameter?.Value?.trim() ?? '')) return [];
      return [warning(`What is stored in ${place} is no URL that begins with https://. Slack gets nothing.`)];
    } catch (error) {
      if (error instanceof Error && /^(ParameterNotFound|ResourceNotFoundException)$/.test(error.name))
        return [warning(`There is nothing stored in ${place}. Slack gets nothing until the webhook's URL is there.`)];
      throw error;
    }
  },
};
