import { existsSync, unlinkSync } from "node:fs";
import { serveModel } from "../../../models/serve-model.ts";
import { type EncodeRequest, Encoder, type EncoderStart } from "../encoder.ts";

/** The encoder's thread, ended by the text "die", and once by a text that begins with the path of a file. */
await serveModel(async (start: EncoderStart) => {
  const encoder = await Encoder.load(start);
  return {
    info: null,
    release: () => encoder.release(),
    run: (request: EncodeRequest) => {
      const [first] = request.texts[0]!.split(" ");
      if (first === "die") process.exit(7);
      if (existsSync(first!)) {
        unlinkSync(first!);
        process.exit(7);
      }
      return encoder.run(request);
    },
  };
});
