import type { Sort } from "../vector-store/port.ts";
import type { SearchPlan } from "./search.ts";

/** The best known come first where nothing else decides. */
export const BY_REACH: readonly Sort[] = [{ column: "search_boost_factor", order: "desc" }];

/** Kinds of what is understood that do not show that anime are spoken of. */
const SAID_OF_ANYTHING: ReadonlySet<string> = new Set(["year", "quality", "rating", "duration", "not"]);

const TIMES: ReadonlySet<string> = new Set(["year", "decade", "season", "month"]);

/** A bare year may be part of a name: `Fruits Basket 2001`. */
function isTime({ kind, text }: { readonly kind: string; readonly text: string }): boolean {
  return TIMES.has(kind) && !/^\d{4}$/.test(text);
}

/** What a query turned out to be, as far as ranking goes. */
export interface Intent {
  /** The anime that the results shall be like. */
  readonly like: string | null;
  /** Something was understood: the query speaks of attributes. */
  readonly isConstrained: boolean;
  /** Nothing but that was said. */
  readonly isAttributesOnly: boolean;
  /** Some of it is demanded, not only wished for. */
  readonly isDemanding: boolean;
  readonly isThemed: boolean;
  /** What was understood is more than a year or a word of praise, which are said of anything. */
  readonly isAboutStories: boolean;
  /** A name or a plot: it means one anime, and those that belong with it. */
  readonly isOfOne: boolean;
  /** Beside other words a time is said: what was made then is looked for, not its family. */
  readonly isTimed: boolean;
  /** What orders results where nothing else does. */
  readonly sort: readonly Sort[];
}

/** Reads from what was understood what a query wants of the ranking. */
export function intentOf({ interpretation, named }: SearchPlan): Intent {
  const like = interpretation?.like?.id ?? null;
  // A model that no title was found for is not understood: its words are searched for.
  const understood = interpretation?.understood.filter(({ kind }) => kind !== "like") ?? [];
  const isConstrained = like === null && understood.length > 0;
  const isDemanding = isConstrained && understood.some(({ effect }) => effect === "filter");
  const isOfStories = ({ id, kind }: { readonly id: string; readonly kind: string }) =>
    !SAID_OF_ANYTHING.has(kind) && !interpretation?.mentioned.includes(id);
  const isAttributesOnly = isConstrained && interpretation?.rest === "";
  return {
    like,
    isConstrained,
    isAttributesOnly,
    isDemanding,
    isAboutStories: isConstrained && (isAttributesOnly || understood.some(isOfStories)),
    isThemed: understood.some(({ kind }) => kind === "theme" || kind === "tag"),
    isOfOne:
      named && like === null && (interpretation?.meant.size ?? 0) === 0 && !isAttributesOnly && !isDemanding,
    isTimed: isConstrained && !isAttributesOnly && understood.some(isTime),
    sort: isAttributesOnly && interpretation?.order ? [interpretation.order] : BY_REACH,
  };
}

/** A kind of anime is asked for, in no order of its own. */
export function isOfMany({ like, isAttributesOnly, sort }: Intent): boolean {
  return like !== null || (isAttributesOnly && sort === BY_REACH);
}

/** What the words of a query weigh that its filter has understood: enough to part equals. */
const ATTRIBUTES_SHARE = 0.05;
/** What they weigh where there are themes among them: tags do not say whether a story is about what it has in it. */
const THEMES_SHARE = 1;
/** What the rest of a query weighs beside demands that its filter has seen to already. */
const DEMANDED_SHARE = 0.5;

/** What the spaces weigh beside what was understood. */
export function shareOf({ isAttributesOnly, isDemanding, isThemed }: Intent): number {
  if (isAttributesOnly) return isThemed ? THEMES_SHARE : ATTRIBUTES_SHARE;
  return isDemanding ? DEMANDED_SHARE : 1;
}
