import {
  DEFAULT_MAX_STREAM_BYTES,
  FileError,
  FileTooLargeError,
  KIND_BYTES,
  messageKind,
} from "../../iso20022/index.js";
import { readMessage, streamBankFile } from "../../iso20022/index.js";
import { record, type Trx } from "../../store/index.js";
import { customerIndex } from "../customers/book.js";
import { noScreening, type Screen } from "../customers/screening.js";
import type { Gateway } from "../gateway.js";
import { importAnswers } from "./answers.js";
import { storableText } from "./json.js";
import { openOccurrences } from "./occurrences.js";
import type { PieceContext } from "./piece.js";
import { ImportCounts, type ImportReport } from "./report.js";
import { collect, type Spool, spoolBytes } from "./spool.js";
import { StatementImport } from "./statementImport.js";

/** A file as it comes: from a folder, or in a request. */
export interface FileSource {
  /** what people know it by */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface ImportOptions {
  /** the bank's screening; everything passes unless told otherwise */
  readonly screen?: Screen;
  /** which camt.054 entries may be minted at once: see `JudgeOptions` */
  readonly notifications?: "strong" | "any";
  /** YYYY-MM-DD, for the KYC; the day in UTC unless told otherwise */
  readonly today?: string;
  /** longer files are refused; 2 GiB unless told otherwise */
  readonly maxBytes?: number;
}

/** How often an import that lost against another one starts again. */
const ATTEMPTS = 8;

/**
 * Takes one file in, all of it or nothing, in one transaction of the store and in flat memory: camt.053 and camt.054 become
 * statements, entries with a verdict each, deposits and cases; pain.002, pacs.002, pacs.004, camt.056 and camt.029
 * become payment messages. A file that cannot be read is refused, with a case that says why. The same bytes again are
 * only counted. Any number of workers may import at once, the same file among them.
 * @throws only for what is no fault of the file, such as a store that does not answer: then nothing was imported
 */
export async function importFile(
  gateway: Gateway,
  source: FileSource,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { maxBytes = DEFAULT_MAX_STREAM_BYTES } = options;
  const name = storableText(source.name);
  const spool = await spoolBytes(source.bytes, maxBytes);
  const file: TakenFile = { name, spool, sha256: spool.sha256 };
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        if (spool.tooLarge) throw new FileTooLargeError(name, spool.bytes, maxBytes);
        return await gateway.store.transaction().execute((trx) => take(gateway, trx, file, options));
      } catch (error) {
        if (error instanceof FileError) return await refuse(gateway, file, error);
        if (attempt === ATTEMPTS || !lostRace(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * attempt));
      }
    }
  } finally {
    await spool.close();
  }
}

interface TakenFile {
  readonly name: string;
  readonly spool: Spool;
  readonly sha256: string;
}

/** Unique violation, serialization failure, deadlock: two imports met; one of them starts again and sees the other. */
const lostRace = (error: unknown): boolean =>
  ["23505", "40001", "40P01"].includes((error as { code?: string }).code ?? "");

async function take(gateway: Gateway, trx: Trx, file: TakenFile, options: ImportOptions): Promise<ImportReport> {
  const id = await register(trx, file, "imported", null);
  if (id === undefined) return again(gateway, trx, file);
  const { spool, name } = file;
  const kind = messageKind(await spool.head(KIND_BYTES));
  const counts = new ImportCounts();
  // What is no message we know is left to the reader of statements, which says what is wrong with it.
  const head =
    kind === undefined || kind === "camt.053" || kind === "camt.054"
      ? await takeStatements(gateway, trx, { id, spool, name }, counts, options)
      : await takeAnswers(gateway, trx, { id, spool, name }, counts);
  await trx.updateTable("file").set({ kind: head.kind, message_id: head.messageId }).where("id", "=", id).execute();
  const { statements, entries, verdicts, ready, suspended, findings, records } = counts;
  const data = {
    kind: head.kind,
    sha256: file.sha256,
    statements,
    entries,
    verdicts,
    ready,
    suspended,
    findings,
    records,
  };
  await record(trx, { actor: gateway.worker, act: "file-imported", subject: `file:${id}`, data });
  return { file: id, name, sha256: file.sha256, state: "imported", deliveries: 1, ...head, counts };
}

interface Registered {
  readonly id: number;
  readonly spool: Spool;
  readonly name: string;
}

interface MessageHead {
  readonly kind: string;
  readonly messageId: string;
}

async function takeStatements(
  gateway: Gateway,
  trx: Trx,
  { id, spool, name }: Registered,
  counts: ImportCounts,
  options: ImportOptions,
): Promise<MessageHead> {
  const { accounts, salt, settings, worker } = gateway;
  const { index } = await customerIndex(gateway, trx);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  await openOccurrences(trx);
  const context: PieceContext = {
    trx,
    file: id,
    actor: worker,
    owner: settings.owner,
    salt,
    rules: { index, screen: options.screen ?? noScreening, today },
    options: { accounts, notifications: options.notifications ?? "strong" },
    position: 0,
  };
  let head: MessageHead | undefined;
  let open: StatementImport | undefined;
  for await (const event of streamBankFile(spool.read(), { file: name })) {
    if (event.is === "message") head = { kind: event.kind, messageId: storableText(event.messageId) };
    else if (event.is === "statement") open = await StatementImport.open(context, counts, event.statement);
    else if (event.is === "entry") await open?.add(event.entry);
    else if (event.is === "statement-end") await open?.close(event);
  }
  if (head === undefined) throw new Error("a file ended before its message began");
  return head;
}

async function takeAnswers(
  gateway: Gateway,
  trx: Trx,
  { id, spool, name }: Registered,
  counts: ImportCounts,
): Promise<MessageHead> {
  const message = readMessage(await collect(spool.read()), { file: name });
  const { records, findings } = await importAnswers(trx, id, message, gateway.settings.owner);
  counts.records = records;
  counts.findings = findings;
  return { kind: message.kind, messageId: storableText(message.messageId) };
}

/** Writes the file down. @returns undefined where the same bytes were here before */
async function register(
  trx: Trx,
  { name, sha256, spool }: TakenFile,
  state: "imported" | "refused",
  problem: string | null,
): Promise<number | undefined> {
  const row = await trx
    .insertInto("file")
    .values({ name, sha256, bytes: spool.bytes, kind: null, message_id: null, state, problem })
    .onConflict((conflict) => conflict.column("sha256").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

async function again(gateway: Gateway, trx: Trx, { name, sha256 }: TakenFile): Promise<ImportReport> {
  const { id, deliveries, kind, message_id, problem } = await trx
    .updateTable("file")
    .set((eb) => ({ deliveries: eb("deliveries", "+", 1) }))
    .where("sha256", "=", sha256)
    .returning(["id", "deliveries", "kind", "message_id", "problem"])
    .executeTakeFirstOrThrow();
  await record(trx, {
    actor: gateway.worker,
    act: "file-delivered-again",
    subject: `file:${id}`,
    data: { deliveries },
  });
  return {
    file: id,
    name,
    sha256,
    state: "duplicate",
    deliveries,
    ...(kind === null ? {} : { kind }),
    ...(message_id === null ? {} : { messageId: message_id }),
    ...(problem === null ? {} : { problem }),
    counts: new ImportCounts(),
  };
}

/** The file as a whole is useless: a person asks the bank for a better one. */
async function refuse(gateway: Gateway, file: TakenFile, error: FileError): Promise<ImportReport> {
  const problem = storableText(error.message);
  return gateway.store.transaction().execute(async (trx) => {
    const id = await register(trx, file, "refused", problem);
    if (id === undefined) return again(gateway, trx, file);
    await trx
      .insertInto("suspense")
      .values({ file_id: id, reason: "refused-file", message: problem, owner: gateway.settings.owner })
      .execute();
    const data = { error: error.name, sha256: file.sha256, bytes: file.spool.bytes };
    await record(trx, { actor: gateway.worker, act: "file-refused", subject: `file:${id}`, data });
    const { name, sha256 } = file;
    return { file: id, name, sha256, state: "refused", deliveries: 1, problem, counts: new ImportCounts() };
  });
}
