/* Named first by tools/test.ts: the specifications hash a great deal. */
import "../../src/config/fastHash.js";
