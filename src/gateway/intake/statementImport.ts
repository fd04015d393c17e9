import { sql } from "kysely";

import { findOurAccounts, normaliseAccount } from "../../bank/accounts.js";
import { balanceValue, openingAndClosing } from "../../bank/balances.js";
import { type Draft, draftEntry } from "../../bank/draft.js";
import { entryFindings, explainsDetails, statementFindings } from "../../bank/findings.js";
import { accountCurrency } from "../../bank/statement-money.js";
import { Tally } from "../../bank/tally.js";
import type { Entry, Statement, StatementHead, StatementTail, UnreadableEntry } from "../../iso20022/index.js";
import { jsonText, storableText } from "./json.js";
import type { JudgedEntry } from "./judged.js";
import { indexable, storableDay } from "./names.js";
import { importPiece, type PieceContext } from "./piece.js";
import type { Here } from "./repeats.js";
import type { ImportCounts } from "./report.js";

/** Entries and details that are judged and written together: what is held of a file. */
const PIECE = 500;

/** Findings kept of one statement; the rest are counted. */
const FINDINGS = 1000;

interface StoredFinding {
  readonly code: string;
  readonly message: string;
  readonly index?: number;
}

/** Takes in one statement or notification, entry by entry. */
export class StatementImport {
  readonly #tally = new Tally();
  readonly #findings: StoredFinding[] = [];
  #moreFindings = 0;
  #entries = 0;
  #drafts: Draft[] = [];
  #weight = 0;

  private constructor(
    private readonly context: PieceContext,
    private readonly counts: ImportCounts,
    /** without its entries: they are not kept */
    private statement: Statement,
    private readonly here: Here,
  ) {}

  static async open(context: PieceContext, counts: ImportCounts, head: StatementHead): Promise<StatementImport> {
    const { trx, file, options } = context;
    const ours = findOurAccounts(head.account, options.accounts);
    const account = ours[0] === undefined ? null : normaliseAccount(ours[0].id);
    const statementId = indexable(storableText(head.statementId));
    // Two files about one account wait for each other: of a deposit in both, the second must see the first.
    if (account !== null) await sql`select pg_advisory_xact_lock(hashtextextended(${account}::text, 0))`.execute(trx);
    const earlier =
      account === null
        ? undefined
        : await trx
            .selectFrom("statement")
            .select("id")
            .where("our_account", "=", account)
            .where("statement_id", "=", statementId)
            .where("kind", "=", head.kind)
            .orderBy("id")
            .limit(1)
            .executeTakeFirst();
    const { id } = await trx
      .insertInto("statement")
      .values({
        file_id: file,
        index: head.index,
        kind: head.kind,
        message_id: storableText(head.messageId),
        statement_id: statementId,
        account: storableText(head.account.id),
        our_account: account,
        created_on: storableDay(head.createdAt) ?? null,
        findings: "[]",
        repeats: earlier?.id ?? null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    counts.statements++;
    const statement = { ...head, entries: [], unreadable: [] };
    return new StatementImport(context, counts, statement, { statement: id, statementId });
  }

  async add(entry: Entry | UnreadableEntry): Promise<void> {
    const draft = draftEntry(this.statement, entry, this.context.options);
    this.#entries++;
    this.#tally.add(entry);
    this.#drafts.push(draft);
    this.#weight += Math.max(1, draft.candidates.length);
    if (this.#weight >= PIECE) await this.#flush();
  }

  /** @param tail what stands behind the entries */
  async close(tail: StatementTail): Promise<void> {
    await this.#flush();
    const summary = this.statement.summary ?? tail.summary;
    this.statement = {
      ...this.statement,
      balances: [...this.statement.balances, ...tail.balances],
      problems: [...this.statement.problems, ...tail.problems],
      ...(summary === undefined ? {} : { summary }),
    };
    const findings = statementFindings(this.statement, this.#tally).map(({ code, message }) => ({ code, message }));
    const more = { code: "more-findings", message: `${this.#moreFindings} more findings are not listed` };
    const all = [...findings, ...this.#findings, ...(this.#moreFindings > 0 ? [more] : [])];
    this.counts.findings += findings.length + this.#findings.length + this.#moreFindings;
    await this.context.trx
      .updateTable("statement")
      .set({ ...this.#figures(), entries: this.#entries, findings: jsonText(all) })
      .where("id", "=", this.here.statement)
      .execute();
  }

  /** Balances and sums in the account's currency; what is in another one is no figure of this account. */
  #figures() {
    const { account, balances } = this.statement;
    const [only, ...others] = findOurAccounts(account, this.context.options.accounts);
    const currency = accountCurrency(this.statement) ?? (others.length === 0 ? only?.currency : undefined);
    if (currency === undefined) return {};
    const pair = openingAndClosing(balances.filter((balance) => balance.currency === currency));
    return {
      currency,
      credits: this.#tally.booked(currency, "CRDT"),
      debits: this.#tally.booked(currency, "DBIT"),
      ...(pair === undefined
        ? {}
        : {
            opening: balanceValue(pair.opening),
            closing: balanceValue(pair.closing),
            opening_on: storableDay(pair.opening.date) ?? null,
            closing_on: storableDay(pair.closing.date) ?? null,
          }),
    };
  }

  async #flush(): Promise<void> {
    const drafts = this.#drafts;
    this.#drafts = [];
    this.#weight = 0;
    if (drafts.length === 0) return;
    for (const judged of await importPiece(this.context, this.here, drafts)) this.#count(judged);
  }

  #count(judged: JudgedEntry): void {
    const { source, index, note } = judged;
    this.counts.add(judged);
    if (note !== undefined) this.#find({ code: "reference-conflict", message: note, index });
    if ("problems" in source.entry) return;
    const explained = explainsDetails(source);
    for (const { code, message } of entryFindings(this.statement, source.entry, explained)) {
      this.#find({ code, message, index });
    }
  }

  #find(finding: StoredFinding): void {
    if (this.#findings.length < FINDINGS) this.#findings.push(finding);
    else this.#moreFindings++;
  }
}
