import { vectorStoreConformance } from "../conformance.ts";
import { MemoryStore } from "./memory-store.ts";

vectorStoreConformance("memory", async () => new MemoryStore(), { tolerance: 1e-6 });
