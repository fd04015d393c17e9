import { type FetchResponse, type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult } from "ethers";

/**
 * ethers' provider, which sends as ever, but has the platform read and write the text: ethers goes through every character of an
 * answer in JavaScript, and the receipt of a batch has half a million of them.
 */
export class NodeProvider extends JsonRpcProvider {
  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    const request = this._getConnection();
    request.body = Buffer.from(JSON.stringify(payload));
    request.setHeader("content-type", "application/json");
    const response = await request.send();
    response.assertOk();
    const said = jsonOf(response);
    return Array.isArray(said) ? said : [said];
  }
}

function jsonOf(response: FetchResponse): JsonRpcResult | JsonRpcResult[] {
  try {
    return JSON.parse(Buffer.from(response.body ?? []).toString("utf8")) as JsonRpcResult | JsonRpcResult[];
  } catch {
    // ethers says what is wrong with it.
    return response.bodyJson as JsonRpcResult[];
  }
}
