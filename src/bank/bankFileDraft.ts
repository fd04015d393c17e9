import type { BankInstitution, BankToken } from "./bankFile.js";
import type { GatewayDraft } from "./bankFileGatewaySchema.js";
import type { LimitsDraft } from "./bankFileLimits.js";
import type { NetworkDraft, SafeDraft } from "./bankFilePlacesSchema.js";
import type { Member } from "./bankFileSchema.js";
import type { AssetDraft, CounterpartyDraft, NotaryDraft, SettlementDesk } from "./bankFileSettlementSchema.js";
import type { RoleName } from "./roles.js";
import type { ZonePair } from "./zones.js";

/** A value with its path in the file. */
export interface Located<T> {
  readonly path: string;
  readonly value: T;
}

/** What could be read of a bank file; wrong values are left out and reported already. */
export interface Draft {
  readonly name: string | undefined;
  readonly legalName: string | undefined;
  readonly lei: string | undefined;
  readonly bic: string | undefined;
  readonly local: boolean;
  readonly zones: readonly Located<readonly [name: string, zone: number]>[];
  /** names of all zones, those with a wrong number included */
  readonly zoneNames: readonly string[];
  readonly allow: readonly Located<ZonePair>[];
  readonly review: readonly Located<ZonePair>[];
  readonly mint: readonly Located<string>[];
  readonly countries: {
    readonly resident: readonly Located<readonly [country: string, zone: string]>[];
    readonly controlled: readonly Located<readonly [country: string, zone: string]>[];
    readonly sanctioned: readonly Located<string>[];
  };
  readonly programmeZones: readonly Located<string>[];
  readonly institutions: readonly Located<BankInstitution>[];
  readonly tokens: readonly Located<BankToken>[];
  /** currencies of all tokens, those that could not be read included */
  readonly currencies: readonly unknown[];
  readonly roles: Readonly<Record<RoleName, readonly Located<Member>[]>>;
  readonly admins: readonly Located<Member>[];
  readonly quotas: readonly Located<{ issuer: string; currency: string; limit: string }>[];
  readonly limits: readonly Located<readonly [currency: string, limits: LimitsDraft]>[];
  readonly custodyAccounts: readonly Located<string>[];
  readonly desks: readonly Located<SettlementDesk>[];
  readonly notaries: readonly Located<NotaryDraft>[];
  readonly settlementAssets: readonly Located<AssetDraft>[];
  readonly counterparties: readonly Located<CounterpartyDraft>[];
  readonly safes: readonly Located<SafeDraft>[];
  readonly networks: readonly Located<readonly [name: string, network: NetworkDraft]>[];
  /** path of the customer file, as written */
  readonly customers: string | undefined;
  readonly gateway: GatewayDraft | undefined;
}

export const values = <T>(located: readonly Located<T>[]): T[] => located.map(({ value }) => value);

/** Reports each item whose key an earlier item has. */
export function unique<T>(
  items: readonly Located<T>[],
  key: (item: T) => string,
  report: (at: string, first: string) => void,
) {
  const first = new Map<string, string>();
  for (const { path, value } of items) {
    const before = first.get(key(value));
    if (before === undefined) first.set(key(value), path);
    else report(path, before);
  }
}
