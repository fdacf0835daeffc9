import { fingerprintOfViolations } from '../core/exemption.ts';
import type { Finding } from '../core/finding.ts';
import type { RuleOutline } from '../core/outline.ts';
import { fingerprintOf } from '../core/plan.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';
import type { Severity } from '../core/severity.ts';
import type { ResourceStore } from '../store/store.ts';

/** Which of the open and exempt findings are wanted; what is left out matches all. */
export interface Filters {
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly status?: 'open' | 'exempt' | undefined;
  readonly region?: string | undefined;
  /** The id of the resource. */
  readonly resource?: string | undefined;
}

/** A finding with the fingerprints that a person names to approve or exempt it. */
export interface ListedFinding {
  readonly finding: Finding;
  readonly plan: string;
  readonly violations: string;
}

export interface Listed {
  readonly findings: readonly ListedFinding[];
  /** Where the next page begins; left out after the last. A page before the last may be empty. */
  readonly page?: string;
}

export interface ListPorts {
  readonly home: Pick<Ref, 'account' | 'region'>;
  /** All rules, also those that are off: findings may be left of them. */
  readonly rules: readonly Pick<RuleOutline, 'id' | 'kind'>[];
  readonly store: Pick<ResourceStore, 'unresolved' | 'resource'>;
}

/** Resources that are read for one page. */
const MOST_RESOURCES = 50;

/**
 * One page of the findings that are not resolved, by kind and region.
 * @param page The `page` of the answer before.
 * @throws {RangeError} where `page` is of no answer.
 */
export async function listFindings(filters: Filters, page: string | undefined, ports: ListPorts): Promise<Listed> {
  const places = placesOf(filters, ports);
  const found: ListedFinding[] = [];
  let { place: index, from } = readPage(page, places.length);
  let room = MOST_RESOURCES;
  for (; index < places.length && room > 0; index += 1) {
    const place = places[index] as Omit<Ref, 'id'>;
    do {
      const { refs, next } = await ports.store.unresolved(place, from);
      room -= refs.length;
      const records = await Promise.all(refs.map((ref) => ports.store.resource(ref)));
      found.push(
        ...records
          .flatMap(({ findings }) => findings.map(({ finding }) => finding))
          .filter(isIn(filters))
          .map(listed),
      );
      from = next;
    } while (from !== undefined && room > 0);
    if (from !== undefined) break;
  }
  const isOver = index >= places.length;
  return { findings: found, ...(isOver ? {} : { page: pageText(index, from) }) };
}

function placesOf({ rule, region }: Filters, { home, rules }: ListPorts): readonly Omit<Ref, 'id'>[] {
  const kinds = [...new Set(rules.filter(({ id }) => rule === undefined || id === rule).map(({ kind }) => kind.name))];
  const regions = [...new Set([home.region, globalRegionOf(home.region)])];
  return kinds
    .sort()
    .flatMap((kind) => regions.map((each) => ({ kind, account: home.account, region: each })))
    .filter((place) => region === undefined || place.region === region);
}

function isIn({ rule, severity, status, resource }: Filters) {
  return (finding: Finding): boolean =>
    finding.status !== 'resolved' &&
    (rule === undefined || finding.rule === rule) &&
    (severity === undefined || finding.severity === severity) &&
    (status === undefined || finding.status === status) &&
    (resource === undefined || finding.resource.id === resource || finding.resource.arn === resource);
}

function listed(finding: Finding): ListedFinding {
  return {
    finding,
    plan: fingerprintOf(finding.plan),
    violations: fingerprintOfViolations(finding.violations),
  };
}

function pageText(place: number, from: string | undefined): string {
  return Buffer.from(JSON.stringify([place, from ?? null])).toString('base64url');
}

function readPage(
  page: string | undefined,
  most: number,
): { readonly place: number; readonly from: string | undefined } {
  if (page === undefined) return { place: 0, from: undefined };
  const [place, from] = parsed(page);
  if (typeof place !== 'number' || !Number.isInteger(place) || place < 0 || place >= most) throw noPage();
  if (from !== null && typeof from !== 'string') throw noPage();
  return { place, from: from ?? undefined };
}

function parsed(page: string): readonly unknown[] {
  try {
    const given: unknown = JSON.parse(Buffer.from(page, 'base64url').toString());
    return Array.isArray(given) ? given : [];
  } catch {
    throw noPage();
  }
}

function noPage(): RangeError {
  return new RangeError('"page" must be the text that the answer before gave, with the same filters.');
}
