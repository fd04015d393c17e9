import type { Books } from "./books.js";
import { operationName } from "./lawRows.js";
import { currencyIn, money, type Row } from "./rows.js";

/*
 * Every act that took two people, in the order of the chain: who sent it, who signed it, and what it was about. A sender that
 * the event does not name is left empty: the transaction of its block tells it.
 */

interface Approved {
  readonly block: number;
  readonly kind: string;
  /** hash of what was signed, or what the act is found by */
  readonly act: string;
  readonly sender: string;
  readonly approver: string;
  readonly token?: string | undefined;
  readonly amount?: bigint | undefined;
  /** party, account, hold, ...: whom or what it is about */
  readonly about?: string;
  readonly order?: string | undefined;
  readonly grounds?: string | undefined;
}

export const approvalRows = (books: Books): Row[] =>
  [...mints(books), ...redemptions(books), ...clearances(books), ...acts(books), ...resolutions(books)]
    .sort((a, b) => a.block - b.block)
    .map((approved) => rowOf(books, approved));

function rowOf(
  books: Books,
  { block, kind, act, sender, approver, token, amount, about, order, grounds }: Approved,
): Row {
  const currency = token === undefined ? "" : currencyIn(books, token);
  const sum = amount === undefined ? { amount: "", amount_minor: "" } : money("amount", amount, currency);
  return {
    block,
    kind,
    act,
    sender,
    approver,
    currency,
    ...sum,
    about: about ?? "",
    order: order ?? "",
    grounds: grounds ?? "",
  };
}

function mints({ desks, tokens }: Books): Approved[] {
  const useOf = (token: string, reference: string) =>
    Object.values(tokens)
      .find((book) => book.token === token)
      ?.references.get(reference);
  return [
    ...desks.mints.map(({ token, depositReference, issuer, approver, blockNumber }) => {
      const use = useOf(token, depositReference);
      return {
        ...{ kind: "mint", block: blockNumber, act: depositReference, sender: issuer, approver, token },
        ...{ amount: use?.amount, about: use?.payee ?? "" },
      };
    }),
    ...desks.batches.map(({ batch, token, minted, issuer, approver, blockNumber }) => ({
      ...{ kind: "mint of a batch", block: blockNumber, act: batch, sender: issuer, approver, token, amount: minted },
    })),
  ];
}

function redemptions({ events }: Books): Approved[] {
  const kinds: Readonly<Record<string, string>> = {
    RedemptionRejected: "rejection of a redemption",
    RedemptionReturned: "re-mint of a returned payment",
  };
  return events.flatMap(({ name, args, blockNumber }) => {
    const kind = kinds[name];
    if (kind === undefined) return [];
    const { token, id, approver, amount } = args as { token: string; id: string; approver: string; amount?: bigint };
    return [{ kind, block: blockNumber, act: id, sender: "", approver, token, amount, about: id }];
  });
}

const clearances = ({ limits }: Books): Approved[] =>
  limits.clearances.map(({ token, payer, payee, amount, caseId, sender, approver, grantedAt }) => ({
    ...{ kind: "clearance", block: grantedAt, act: caseId, sender, approver, token, amount },
    about: `${payer} to ${payee}`,
  }));

const acts = ({ law }: Books): Approved[] =>
  law.acts.map(({ kind, act, sender, approver, token, amount, orderId, grounds, blockNumber, ...rest }) => {
    const { party, account, to, hold, lienId, operation } = rest;
    const about = [
      party === undefined ? undefined : `party ${party}`,
      account,
      to === undefined ? undefined : `to ${to}`,
      hold === undefined ? undefined : `hold ${hold}`,
      lienId === undefined ? undefined : `lien ${lienId}`,
      operation === undefined ? undefined : operationName(operation),
    ];
    return {
      ...{ kind, block: blockNumber, act, sender, approver, token, amount, order: orderId, grounds },
      about: about.filter((part) => part !== undefined).join(", "),
    };
  });

const resolutions = ({ law }: Books): Approved[] => [
  ...[...law.declarations.values()].map(({ token, instrument, agent, approver, blockNumber }) => ({
    ...{ kind: "declaration of resolution", block: blockNumber, act: instrument, sender: "", approver, token },
    about: `agent ${agent}`,
  })),
  ...[...law.commitments.values()].map(({ token, root, total, approver, blockNumber }) => ({
    ...{ kind: "commitment of a register", block: blockNumber, act: root, sender: "", approver, token, amount: total },
    about: root,
  })),
];
