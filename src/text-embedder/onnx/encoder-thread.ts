import { serveModel } from "../../models/serve-model.ts";
import { Encoder } from "./encoder.ts";

await serveModel(Encoder.load);
