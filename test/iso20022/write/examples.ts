import type {
  BankTransferFile,
  CreditTransferFile,
  CustomerTransferFile,
  HolderEntry,
  HolderStatement,
} from "../../../src/iso20022/index.js";

/* One file of each message, small enough to be read by eye. */

export const UETR = "eb6305c9-1f7f-49de-aed0-16487c27b42d";
export const OTHER_UETR = "8a562c67-ca16-48ba-b074-65581be6f001";

export const PAY_OUT: CreditTransferFile = {
  messageId: "PAYOUT-2026-11-23-1",
  createdAt: "2026-11-23T08:00:00Z",
  initiatingParty: { name: "Vostro Demo Bank AG" },
  batches: [
    {
      batchId: "PAYOUT-2026-11-23-1-EUR",
      batchBooking: false,
      paymentType: { serviceLevel: "SEPA", categoryPurpose: "SUPP" },
      requestedExecution: "2026-11-23",
      debtor: {
        name: "Vostro Demo Bank AG",
        address: { town: "Frankfurt", country: "DE" },
        lei: "529900T8BM49AURSDO55",
      },
      debtorAccount: { iban: "DE89370400440532013000", currency: "EUR" },
      debtorAgent: { bic: "COBADEFFXXX" },
      chargeBearer: "SLEV",
      transfers: [
        {
          instructionId: "R-17",
          endToEndId: "REDEMPTION-17",
          uetr: UETR,
          amount: 123_456n,
          currency: "EUR",
          creditorAgent: { bic: "NDEAFIHH" },
          creditor: {
            name: "Müller & Söhne <Export>",
            address: {
              street: "Mannerheimintie",
              buildingNumber: "1 A",
              postCode: "00100",
              town: "Helsinki",
              country: "FI",
            },
          },
          creditorAccount: { iban: "FI2112345600000785" },
          purpose: "SUPP",
          remittance: {
            structured: [
              {
                document: { type: "CINV", number: "RE-2026-0042", date: "2026-10-31" },
                due: { amount: 130_000n, currency: "EUR" },
                remitted: { amount: 123_456n, currency: "EUR" },
                creditorReference: "RF18539007547034",
              },
              {
                document: { type: "CREN", number: "GS-7" },
                creditNote: { amount: 6_544n, currency: "EUR" },
              },
            ],
          },
        },
        {
          endToEndId: "REDEMPTION-18",
          amount: 1n,
          currency: "EUR",
          creditor: { name: "Zweite GmbH" },
          creditorAccount: { other: "000123456789", scheme: { code: "BBAN" } },
          remittance: { unstructured: ["Redemption 18"] },
        },
      ],
    },
  ],
};

export const CUSTOMER_TRANSFER: CustomerTransferFile = {
  messageId: "M-8",
  createdAt: "2026-11-23T08:00:00Z",
  settlementDate: "2026-11-23",
  settlement: { method: "CLRG", clearingSystem: { code: "TGT" } },
  instructingAgent: { bic: "COBADEFFXXX" },
  instructedAgent: { bic: "NDEAFIHH" },
  transfers: [
    {
      endToEndId: "E-1",
      transactionId: "T-1",
      uetr: UETR,
      amount: 5_000n,
      currency: "JPY",
      chargeBearer: "SHAR",
      debtor: { name: "Payer KK" },
      debtorAccount: { other: "DEBTOR-ACCOUNT" },
      debtorAgent: { bic: "COBADEFFXXX" },
      creditorAgent: { bic: "NDEAFIHH" },
      creditor: { name: "Payee Oy" },
      creditorAccount: { other: "CREDITOR-ACCOUNT" },
      remittance: { structured: [{ document: { type: "PUOR", number: "PO-9" } }] },
    },
  ],
};

export const BANK_TRANSFER: BankTransferFile = {
  messageId: "M-9",
  createdAt: "2026-11-23T17:00:00Z",
  settlementDate: "2026-11-23",
  settlement: { method: "INGA", account: { iban: "DE89370400440532013000" } },
  instructingAgent: { bic: "COBADEFFXXX" },
  instructedAgent: { bic: "NDEAFIHH" },
  transfers: [
    {
      endToEndId: "NETTING-4",
      uetr: OTHER_UETR,
      amount: 1_234_567n,
      currency: "BHD",
      debtor: { bic: "COBADEFFXXX" },
      debtorAgent: { bic: "DEUTDEFF" },
      creditorAgent: { bic: "HANDFIHH" },
      creditor: { clearingMember: { system: "USABA", member: "021000021" }, name: "Creditor Bank" },
      unstructured: ["Netting cycle 4"],
    },
  ],
};

export const WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
export const OTHER_WALLET = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
export const HASH = "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b";

export const RECEIVED: HolderEntry = {
  amount: 10_050n,
  creditDebit: "CRDT",
  bookingTime: "2026-11-20T10:00:00Z",
  reference: { transactionHash: HASH, logIndex: 12 },
  endToEndId: "RE-2026-0042",
  uetr: UETR,
  counterparty: { name: "Payer & Co", account: { wallet: OTHER_WALLET } },
  info: "Order 42",
};
export const REDEEMED: HolderEntry = {
  amount: 50n,
  creditDebit: "DBIT",
  bookingTime: "2026-11-20T11:00:00Z",
  reference: { transactionHash: HASH.replace("0x88", "0x99"), logIndex: 0 },
  counterparty: { account: { iban: "DE89370400440532013000" } },
  kind: "REDEMPTION",
};
export const STATEMENT: HolderStatement = {
  messageId: "ST-2026-11-20-7",
  statementId: "2026-324",
  sequenceNumber: 324,
  createdAt: "2026-11-21T00:05:00Z",
  from: "2026-11-20T00:00:00Z",
  to: "2026-11-20T23:59:59Z",
  chainId: 1,
  wallet: WALLET,
  holderName: "Holder GmbH",
  currency: "EUR",
  servicer: { bic: "COBADEFFXXX" },
  opening: 100n,
  closing: 10_100n,
  entries: [RECEIVED, REDEEMED],
};

export const xml = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
