import { serveModel } from "../../models/serve-model.ts";
import { Towers } from "./towers.ts";

await serveModel(Towers.load);
