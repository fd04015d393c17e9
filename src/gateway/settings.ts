/**
 * How the gateway of one bank behaves: the section `gateway` of the bank file, read and checked. Amounts are minor units, by ISO 4217
 * code; times are seconds.
 */
export interface GatewaySettings {
  /** the team that owns what a person has to decide, until somebody takes it */
  readonly owner: string;
  readonly finality: FinalitySettings;
  readonly minting: MintingSettings;
  readonly redemption: RedemptionSettings;
  readonly reconciliation: ReconciliationSettings;
}

/** When a transaction counts as done for good. */
export interface FinalitySettings {
  /** up to this amount `smallBlocks` blocks on top are enough; a currency that is not here has no small amounts */
  readonly smallUpTo: Readonly<Record<string, bigint>>;
  readonly smallBlocks: number;
  /** larger amounts: the chain's own word ("finalized"), or a number of blocks on top where a chain has no such word */
  readonly large: "finalized" | number;
}

export interface MintingSettings {
  /** deposits in one transaction, at most */
  readonly batchItems: number;
  /** batches on their way at once, for each currency and issuer */
  readonly batchesAtOnce: number;
  /** how long an approval lives */
  readonly approvalSeconds: number;
  /** a deposit above this is approved by a person, not by the approver's policy; a currency that is not here: every deposit */
  readonly policyUpTo: Readonly<Record<string, bigint>>;
  /** a transaction that waits so long gets a higher fee */
  readonly bumpSeconds: number;
  /** the attestation is renewed when it is this old, and whenever it would stop a batch */
  readonly attestSeconds: number;
}

export interface RedemptionSettings {
  readonly message: "pain.001" | "pacs.008";
  /** redemptions in one file, at most */
  readonly fileItems: number;
  /** redemptions above this are submitted by a person; a currency that is not here: every redemption */
  readonly policyUpTo: Readonly<Record<string, bigint>>;
  /** the bank's own side of the payment */
  readonly debtor: {
    readonly name: string;
    readonly townName: string;
    readonly country: string;
    readonly lei?: string | undefined;
    readonly bic: string;
  };
  /** for pacs.008: the bank that takes the payments and passes them on, and the clearing system between the two, if there is one */
  readonly interbank?: { readonly instructedBic: string; readonly clearingSystem?: string | undefined } | undefined;
}

export interface ReconciliationSettings {
  /** a difference above this stops issuing; a currency that is not here: any difference */
  readonly materialAbove: Readonly<Record<string, bigint>>;
  /** an item in transit longer than this is late */
  readonly lateSeconds: number;
}
