import { type CommandDefinition, CURRENCY } from "./options.js";

const EVIDENCE = "a text (hashed), or 0x and 64 digits";
const SALTED = "a text (salted with VOSTRO_SALT and hashed), or 0x and 64 digits";
const TOKEN = "a currency of this bank, or another bank's token as EUR@0x...";

/** Deals between customers at the desks of settlement. */
export const DEALS = {
  order: {
    description: "Trade orders in escrow, step by step, each by the party itself",
    steps: [
      ...[
        "offer",
        "fund",
        "ship",
        "receive",
        "confirm",
        "pay-part",
        "pay-due",
        "refund",
        "refund-unshipped",
        "dispute",
      ],
      ...["withdraw", "answer", "escalate", "award", "award-by-default", "stop-clock", "resume-clock", "show"],
    ],
    sends: true,
    options: {
      currency: CURRENCY,
      amount: { description: "offer: the price; pay-part, refund: a part, a decimal amount (refund default: all)" },
      buyer: { description: "offer: wallet of the buyer" },
      arbiter: { description: "offer: who decides a dispute" },
      inspector: { description: "offer: who may report the goods beside the buyer (default: nobody)" },
      number: { description: `offer: number of the order: ${SALTED}` },
      document: { description: `offer: the contract or purchase order: ${SALTED}` },
      shipBy: { description: "offer: last day of shipment, 2026-12-01, or a time with its zone" },
      fundHours: { description: "offer: hours within which it must be funded (default: 72, at most 720)" },
      transit: { description: "offer: days of transit (default: 30)" },
      inspection: { description: "offer: days of inspection after it (default: 30, at most 30)" },
      arbitration: { description: "offer: days the arbiter has (default: 30)" },
      defaultShare: { description: "offer: the seller's share if the arbiter is silent, percent (default: 50)" },
      share: {
        description: "dispute: what the buyer claims; answer: what the seller is to get; award: what it gets; percent",
      },
      evidence: { description: `ship, receive, dispute, answer, award: ${EVIDENCE}` },
      keepsGoods: { description: "refund: the buyer keeps the goods", flag: true },
      out: { description: "offer: new file to write the order to" },
      file: { description: "all other steps: file that `offer` wrote" },
    },
  },
  receivable: {
    description: "Invoices on chain: issued, acknowledged, disputed, credited and paid by the parties themselves",
    steps: ["issue", "acknowledge", "pay", "credit", "receipt", "dispute", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      amount: { description: "issue: its amount; pay: a part (default: all that is open); credit, receipt, dispute" },
      debtor: { description: "issue: wallet of the debtor" },
      issued: { description: "issue: its date (default: now)" },
      due: { description: "issue: due date, 2026-12-31" },
      number: { description: `issue: the invoice's number: ${SALTED}` },
      document: { description: `issue, credit: the document: ${SALTED}` },
      reference: { description: `pay, receipt: the payer's own reference: ${SALTED}` },
      reason: { description: `dispute: ${EVIDENCE}` },
      invoice: { description: "all other steps: id of the invoice, as `issue` printed it" },
    },
  },
  fx: {
    description: "Exchanges two currencies on a dealer's signed quote: both legs, or neither",
    steps: ["quote", "settle", "cancel", "show"],
    sends: true,
    options: {
      taker: { description: "quote: wallet of the taker" },
      takerToken: { description: `quote: what the taker pays in: ${TOKEN}` },
      takerAmount: { description: "quote: what the taker pays, a decimal amount" },
      dealerToken: { description: `quote: what the dealer pays in: ${TOKEN}` },
      dealerAmount: { description: "quote: what the dealer pays, a decimal amount" },
      minutes: { description: "quote: minutes for which the dealer is bound (default: 5, at most 1440)" },
      out: { description: "quote: new file to write the quote to" },
      file: { description: "settle, cancel, show: file that `quote` wrote" },
    },
  },
  netting: {
    description: "Netting cycles: obligations are gathered, netted, signed and settled together, or not at all",
    steps: ["build", "sign", "consent", "place", "settle", "second-round", "close", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      obligations: { description: "build: CSV with the columns debtor, creditor, amount, reference" },
      cutOff: { description: "build: until when all must have signed, a time with its zone" },
      settleBy: { description: "build: until when it must be settled, a time with its zone" },
      secondBy: { description: "build: end of a second round without those who are missing (default: none)" },
      after: { description: "build: file of a first round: builds the second one, of those who stay" },
      out: { description: "build, sign: new file to write" },
      file: { description: "all other steps: file that `build` wrote" },
      signatures: { description: "consent, place, settle: files that `sign` wrote, several with a comma" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
