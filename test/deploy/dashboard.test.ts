import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { dashboard } from '../../deploy/template/dashboard.ts';
import { SEVERITIES } from '../../shared/core/severity.ts';
import { OFF } from './off.ts';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly properties: { readonly title: string; readonly metrics: readonly (readonly unknown[])[] };
}

function widgets(given: Readonly<Record<string, string>> = {}): readonly Widget[] {
  const params = paramsFrom({ ...OFF, ...given });
  const body = dashboard(deployedWith(params), params)['Dashboard']?.Properties['DashboardBody'];
  const text = (body as { readonly 'Fn::Sub': string })['Fn::Sub'];
  return (JSON.parse(text) as { readonly widgets: readonly Widget[] }).widgets;
}

const metricsOf = (all: readonly Widget[]) => all.flatMap(({ properties }) => properties.metrics);
const namesOf = (all: readonly Widget[]) => new Set(metricsOf(all).map(([, name]) => name));

describe('the dashboard', () => {
  test('shows what is found and how it ends, how long it takes, and what fails', () => {
    expect([...namesOf(widgets({ remediation: 'auto' }))]).toEqual(
      expect.arrayContaining([
        'DriftOpened',
        'DriftResolved',
        'DriftRemediated',
        'RemediationFailed',
        'RemediationStopped',
        'TimeToDetect',
        'TimeToRemediate',
        'CouldNotCheck',
        'Undetermined',
        'DeliveryFailed',
        'HeartbeatArrived',
        'Errors',
        'Throttles',
        'IteratorAge',
        'ApproximateAgeOfOldestMessage',
      ]),
    );
  });

  test('with remediation off says nothing of it', () => {
    expect(JSON.stringify(widgets())).not.toMatch(/remediat/i);
    expect([...namesOf(widgets())]).toEqual(expect.arrayContaining(['DriftResolved', 'Throttles']));
  });

  test('shows drift by severity and alerts by channel, with the dimensions that are counted', () => {
    const metrics = metricsOf(widgets({ slackWebhook: '/plumbline/slack' }));
    const rows = (name: string) => metrics.filter((row) => row[1] === name).map((row) => row.slice(2, 6));
    expect(rows('DriftOpened')).toEqual(
      SEVERITIES.map((severity) => ['service', 'plumbline-prod', 'severity', severity]),
    );
    expect(rows('DeliveryFailed')).toEqual(
      ['sns', 'bus', 'slack'].map((channel) => ['service', 'plumbline-prod', 'channel', channel]),
    );
  });

  test('puts no graph upon another', () => {
    const places = widgets({ remediation: 'auto' }).map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
