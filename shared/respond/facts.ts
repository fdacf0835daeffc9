import type { PlaceFacts, StatementFacts } from '../checklists/facts.ts';
import type { SettingsOf } from '../config/settings.ts';
import type { KindOutline, RuleOutline } from '../core/outline.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import type { ComplianceStore, SweepStore } from '../store/store.ts';
import { judgedBy } from './judged.ts';
import { resultOf } from './result.ts';

/** What the states of statements rest on, besides the findings, which are listed by pages. */
export type GivenFacts = Omit<StatementFacts, 'findings'>;

export interface FactsPorts {
  readonly home: Pick<Ref, 'account' | 'region'>;
  readonly settings: Pick<SettingsOf<Pick<RuleOutline, 'id' | 'kind'>>, 'rules' | 'attestations'>;
  readonly store: ComplianceStore & Pick<SweepStore, 'sweeps'>;
  now(): number;
}

/** What is known of each rule that is on, region by region, also of the regions of which nothing is known. */
export async function factsOf({ home, settings, store, now }: FactsPorts): Promise<GivenFacts> {
  const { account } = home;
  const [summaries, sweeps] = await Promise.all([store.compliance(account), store.sweeps()]);
  const own = sweeps.filter((sweep) => sweep.account === account);
  const at = now();
  const places = settings.rules.flatMap(({ rule: { id, kind } }) => {
    const isOfKind = (place: Omit<Ref, 'id'>) => place.kind === kind.name;
    const known = [...summaries, ...own].filter(isOfKind).map(({ region }) => region);
    const regions = new Set([...placesOf(kind, home.region), ...known]);
    return [...regions].sort().map((region): PlaceFacts => {
      const isHere = (place: Omit<Ref, 'id'>) => isOfKind(place) && place.region === region;
      const record = own.find(isHere)?.last;
      const { counts, uninterrupted, clearSince } = judgedBy(id, summaries.find(isHere), record);
      const rest = resultOf({ ...counts, open: 0 }, record, uninterrupted, at);
      return {
        rule: id,
        region,
        open: counts.open,
        exempt: counts.exempt,
        rest: rest.result === 'broken' ? 'undetermined' : rest.result,
        ...(rest.reason === undefined ? {} : { reason: rest.reason }),
        ...(rest.result === 'undetermined' ? {} : { since: clearSince }),
      };
    });
  });
  return {
    at,
    rules: Object.fromEntries(settings.rules.map(({ rule, options }) => [rule.id, optionsIn(options)])),
    places,
    attestations: settings.attestations,
  };
}

/** The regions that are swept for a kind. */
function placesOf({ global, alsoGlobal }: KindOutline, home: string): readonly string[] {
  if (global) return [globalRegionOf(home)];
  return alsoGlobal ? [home, globalRegionOf(home)] : [home];
}

function optionsIn(options: unknown): Readonly<Record<string, unknown>> {
  return typeof options === 'object' && options !== null ? { ...options } : {};
}
