import { formatAmount } from "../money/index.js";
import { readAmountText } from "./bankFileAmount.js";
import type { Draft } from "./bankFileDraft.js";
import type { Problems } from "./bankFileErrors.js";

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

const MAX_AMOUNT = 2n ** 64n - 2n;

/** The section with its defaults; undefined where the file has none. */
export function readGateway(draft: Draft, problems: Problems): GatewaySettings | undefined {
  const { gateway } = draft;
  if (gateway === undefined) return undefined;
  const amounts = (path: string, texts: Readonly<Record<string, string>> = {}): Record<string, bigint> =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([currency, text]) => {
        const at = `gateway.${path}.${currency}`;
        if (!draft.currencies.includes(currency)) {
          problems.add(at, "is not the currency of a token", `use one of ${draft.currencies.join(", ")}`);
          return [];
        }
        const fix = `write a decimal amount, such as "${formatAmount(100_000n, currency)}"`;
        const rule = { least: 0n, most: MAX_AMOUNT, tooSmall: "is negative", fix };
        const amount = readAmountText(problems, at, text, currency, rule);
        return amount === undefined ? [] : [[currency, amount] as const];
      }),
    );
  const { owner, finality = {}, minting = {}, redemption, reconciliation = {} } = gateway;
  const { debtor } = redemption;
  return {
    owner,
    finality: {
      smallUpTo: amounts("finality.smallUpTo", finality.smallUpTo),
      smallBlocks: finality.smallBlocks ?? 1,
      large: finality.large ?? "finalized",
    },
    minting: {
      batchItems: minting.batchItems ?? 100,
      batchesAtOnce: minting.batchesAtOnce ?? 8,
      approvalSeconds: minting.approvalSeconds ?? 3_600,
      policyUpTo: amounts("minting.policyUpTo", minting.policyUpTo),
      bumpSeconds: minting.bumpSeconds ?? 60,
      attestSeconds: minting.attestSeconds ?? 3_600,
    },
    redemption: {
      message: redemption.message ?? "pain.001",
      fileItems: redemption.fileItems ?? 500,
      policyUpTo: amounts("redemption.policyUpTo", redemption.policyUpTo),
      debtor: {
        name: debtor.name ?? draft.legalName ?? "",
        townName: debtor.townName,
        country: debtor.country,
        lei: debtor.lei ?? draft.lei,
        bic: debtor.bic ?? draft.bic ?? "",
      },
      interbank: redemption.interbank,
    },
    reconciliation: {
      materialAbove: amounts("reconciliation.materialAbove", reconciliation.materialAbove),
      lateSeconds: reconciliation.lateSeconds ?? 86_400,
    },
  };
}
