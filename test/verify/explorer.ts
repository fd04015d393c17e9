import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that an explorer got: the query of its address and, of a POST, the form. */
export interface Asked {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

/** An explorer's answer, as Etherscan's API documents it and Blockscout's copies it. */
export interface Answer {
  readonly status: "0" | "1";
  readonly message: "OK" | "NOTOK";
  readonly result: unknown;
}

/**
 * A server that plays an explorer: the documented answers of "Get contract source code", "Verify source code" and "Check
 * source code verification submission status". No real explorer is reached from a test.
 */
export async function playExplorer(answers: {
  /** what it says of an address */
  readonly source?: string;
  readonly submitted?: Answer;
  readonly checked?: Answer;
}) {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const query = Object.fromEntries(new URL(request.url!, "http://explorer").searchParams);
      const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
      asked.push({ method: request.method!, query, form });
      const unverified = { SourceCode: answers.source ?? "", ABI: "Contract source code not verified" };
      const known: Record<string, Answer> = {
        getsourcecode: { status: "1", message: "OK", result: [unverified] },
        verifysourcecode: answers.submitted ?? { status: "1", message: "OK", result: "guid-1" },
        checkverifystatus: answers.checked ?? { status: "1", message: "OK", result: "Pass - Verified" },
      };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(known[query["action"]!] ?? { status: "0", message: "NOTOK", result: "unknown action" }),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/api`, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
