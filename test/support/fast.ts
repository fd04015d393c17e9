/* Named first by tools/test.ts: the specifications hash a great deal, and make many contracts of a few ABIs. */
import "../../src/config/fastAbi.js";
import "../../src/config/fastHash.js";
