import { z } from "zod";

import { bankName, bic, CURRENCY_OF_TOKEN, legalName, lei, rule, signer } from "./bankFileSchema.js";

/* Shapes of what a bank settles with: desks, notaries, settlement assets, counterparties. Rules between them: bankFileSettlement.ts. */

/** Desks of settlement that the suite ships, whose addresses are those of their code (`src/settlement/desks.ts`; a test compares). */
export const SETTLEMENT_DESKS = [
  "OrderEscrow",
  "Receivables",
  "FxDesk",
  "NettingCycle",
  "InterbankClearing",
  "SignedPayouts",
] as const;

export type SettlementDesk = (typeof SETTLEMENT_DESKS)[number];

export const desk = z.enum(SETTLEMENT_DESKS, {
  error: rule("is not a desk of settlement", `use one of ${SETTLEMENT_DESKS.join(", ")}`),
});

const currency = z.string({ error: rule("is not a currency", CURRENCY_OF_TOKEN) });

/** Only the suite's own desks mint or clear: a contract that does so by itself would need no second person. */
const NOTARY_POWERS = ["NOTARY", "BURNER"] as const;
const power = z.enum(NOTARY_POWERS, {
  error: rule("is no power of a notary", "use NOTARY (executes holds) or BURNER (burns what it executes)"),
});

const listOf = <T extends z.ZodType>(item: T, fix: string) =>
  z.array(item, { error: rule("is not a list", fix) }).min(1, { error: () => `is empty; ${fix}` });

/** @param isLocal whether the file may name public test accounts */
export const notary = (isLocal: boolean) =>
  z.strictObject(
    {
      name: legalName,
      contract: signer(isLocal),
      currencies: listOf(currency, 'write the currencies in which it may act, such as ["USD"]'),
      powers: listOf(power, 'write its powers, such as ["NOTARY"]'),
    },
    { error: rule("is not a notary", "write name, contract, currencies and powers") },
  );

const TOKEN_FIX = 'write { "address": "0x..." }, or { "bank": "its name" } for a bank deployed from here';
const tokenAt = z.union([z.strictObject({ address: signer(true) }), z.strictObject({ bank: bankName })], {
  error: rule("does not say which token", TOKEN_FIX),
});

/** Where a token of another bank is: its address, or the record of a deployment of that bank on the same chain. */
export type TokenAt = { readonly address: string } | { readonly bank: string };

export const settlementAsset = z.strictObject(
  {
    id: bankName,
    currency,
    issuer: legalName,
    /** none: money in a settlement system off chain, of which two people bring evidence */
    token: tokenAt.optional(),
  },
  { error: rule("is not a settlement asset", "write id, currency, issuer and token") },
);

const ZONE_KEYS = 'write the other bank\'s zone numbers with names of your zones, such as { "3": "HK" }';

/** @param isLocal whether the file may name public test accounts */
export const counterparty = (isLocal: boolean) =>
  z.strictObject(
    {
      name: legalName,
      lei,
      bic,
      lines: listOf(
        z.strictObject(
          {
            currency,
            token: tokenAt,
            settlement: z.string({ error: rule("is not a settlement asset", "write an id from settlementAssets") }),
            direction: z
              .enum(["both", "send", "receive"], {
                error: rule("is not a direction", "write both, send or receive, as seen from this bank"),
              })
              .default("both"),
            payingAccount: signer(isLocal).optional(),
            receivingAccount: signer(isLocal).optional(),
            zones: z
              .record(z.string(), z.string({ error: rule("is not a zone name", ZONE_KEYS) }), {
                error: rule("is not a table of zones", ZONE_KEYS),
              })
              .optional(),
            cap: z
              .string({ error: rule("is not an amount in quotes", 'write a decimal text, such as "1000000.00"') })
              .optional(),
          },
          { error: rule("is not a line", "write currency, token, settlement, the accounts, zones and cap") },
        ),
        "write a line for each currency in which you pay each other",
      ),
    },
    { error: rule("is not a counterparty", "write name, lei, bic and lines") },
  );

export type NotaryDraft = z.output<ReturnType<typeof notary>>;
export type AssetDraft = z.output<typeof settlementAsset>;
export type CounterpartyDraft = z.output<ReturnType<typeof counterparty>>;
