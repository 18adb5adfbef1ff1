import { list, phrasesOf } from "./wording.ts";

/**
 * What people call a kind of story, and what in the catalogue it stands for. Phrases are written in the singular;
 * the plural is understood too. `genres` and `demographics` are values of those fields; `tags` are looked for in
 * tags and themes, and those written `Idol + Shoujo` are values of any of these fields that only together tell it.
 * `words` (the plural is found too) tell the same in title and synopsis, `weakWords` only where an entry has no tags.
 */
export interface Concept {
  readonly kind: "genre" | "theme" | "demographic" | "mood";
  /** The name that is shown, and the id's last part. */
  readonly name: string;
  readonly phrases: readonly string[];
  readonly genres?: readonly string[];
  readonly demographics?: readonly string[];
  readonly tags?: readonly string[];
  readonly words?: readonly string[];
  readonly weakWords?: readonly string[];
  /** Tags that a denial forbids as well, though not all that has them is called so. */
  readonly denied?: readonly string[];
  /** Types of anime that nobody means by this, who does not name them. */
  readonly neverTypes?: readonly string[];
  /** Demographics that it cannot be for as well: where a source says both, one is a slip. */
  readonly neverDemographics?: readonly string[];
  /** Age ratings that say the same, where this is denied. */
  readonly deniedRatings?: readonly string[];
}

/** Age ratings of what children may see, as sources write them. */
export const FAMILY_RATINGS = ["G - All Ages", "PG - Children", "G", "PG"];

type Row = readonly [name: string, phrases: string, stands?: Omit<Concept, "kind" | "name" | "phrases">];

function rows(kind: Concept["kind"], table: readonly Row[]): Concept[] {
  return table.map(([name, phrases, stands]) => ({ kind, name, phrases: phrasesOf(phrases), ...stands }));
}

/** Concepts as a table of one line each: `phrases | tags | words | weak words`, by their names. */
export function tableOf(kind: Concept["kind"], table: Readonly<Record<string, string>>): Concept[] {
  return Object.entries(table).map(([name, row]) => {
    const [phrases = "", tags = "", words = "", weakWords = ""] = row.split("|");
    return {
      kind,
      name,
      phrases: phrasesOf(phrases),
      tags: list(tags),
      words: list(words),
      weakWords: list(weakWords),
    };
  });
}

/** The catalogue's genres: every known entry has some, so that they may be demanded. */
const GENRES = rows("genre", [
  [
    "Action",
    "action, (good/great/best/cool/awesome/epic/amazing/insane/well animated/lots of/with) (fight/fights/fight scenes/fight scene/fighting/battles/battle scenes/action scenes/fight choreography), fight (scene/scenes/choreography), (fighting/battle/combat/fight) anime, combat, acción, accion, アクション",
    { genres: ["Action"] },
  ],
  ["Adventure", "adventure, aventura, aventure, 冒険", { genres: ["Adventure"] }],
  [
    "Avant Garde",
    "avant garde, experimental, arthouse, art house, abstract, surrealist",
    { genres: ["Avant Garde"], tags: ["Dementia"] },
  ],
  [
    "Boys Love",
    "boys love, bl, yaoi, shounen ai, shonen ai, gay romance, mlm, ボーイズラブ",
    { genres: ["Boys Love"], tags: ["Shounen Ai", "shounen-ai", "Yaoi", "BL", "boys' love", "Danmei"] },
  ],
  [
    "Comedy",
    "comedy, comedies, comedic, comedia, comédie, komödie, комедия, funny, hilarious, humorous, humor, humour, hilarity, laugh, laugh out loud, makes me laugh, コメディ, ギャグ",
    {
      genres: ["Comedy"],
    },
  ],
  ["Drama", "drama, dramatic, ドラマ", { genres: ["Drama"] }],
  [
    "Ecchi",
    "ecchi, fanservice, fan service, fanservicey, lewd, perverted, pervy, エッチ",
    {
      genres: ["Ecchi"],
      denied: list("Fan Service, Fanservice, Nudity, Pantsu, Lingerie, Skimpy Clothing, Gainax Bounce"),
      deniedRatings: ["R+ - Mild Nudity", "R+"],
    },
  ],
  [
    "Fantasy",
    "fantasy, fantasía, fantaisie, fantastique, фэнтези, ファンタジー",
    {
      genres: ["Fantasy"],
    },
  ],
  [
    "Girls Love",
    "girls love, gl, yuri, shoujo ai, shojo ai, lesbian, lesbian romance, wlw, sapphic, 百合",
    { genres: ["Girls Love"], tags: ["Shoujo Ai", "shoujo-ai", "Yuri"] },
  ],
  [
    "Gourmet",
    "gourmet, cooking, food, culinary, chef, cuisine, cocina, グルメ, 料理",
    { genres: ["Gourmet"], tags: ["Cooking", "Food", "Food and Beverage", "Food Preparation"] },
  ],
  [
    "Horror",
    "horror, scary, jump scare, nightmare fuel, creepy, spooky, terrifying, frightening, ужасы, terror, epouvante, horreur, grusel, ホラー",
    { genres: ["Horror"] },
  ],
  [
    "Mahou Shoujo",
    "mahou shoujo, maho shoujo, mahou shojo, magical girl, magic girl, chica mágica, chicas mágicas, niña mágica, niñas mágicas, 魔法少女",
    { genres: ["Mahou Shoujo"], tags: ["Magical Girl"] },
  ],
  [
    "Mecha",
    "mecha, mech, mechs, giant (mechs/mech suits), mech suit, mecha suit, giant robot, piloted robot, big robot, giant mech, robot anime, robots gigantes, роботы, роботов, меха, ロボット, メカ",
    { genres: ["Mecha"], tags: ["Piloted Robot"] },
  ],
  ["Music", "music, musical, música, musique, 音楽", { genres: ["Music"], neverTypes: ["MUSIC"] }],
  [
    "Mystery",
    "mystery, mysteries, whodunit, whodunnit, misterio, mystère, ミステリー, 推理",
    { genres: ["Mystery"] },
  ],
  [
    "Psychological",
    "psychological, mind game, mindfuck, mind fuck, mind bending, mindbending, psicológico, サイコ",
    { genres: ["Psychological"], tags: ["Psychological", "Psychological Drama"] },
  ],
  [
    "Romance",
    "romance, romantic, romantique, romantisch, romantische, romantik, романтика, love story, love stories, lovey dovey, romcom, amor, romántico, romántica, liebesgeschichte, liebe, 恋愛, ラブストーリー",
    {
      genres: ["Romance"],
    },
  ],
  [
    "Sci-Fi",
    "sci fi, scifi, sci fy, science fiction, sf, (hard/realistic) (sci fi/scifi/science fiction), ciencia ficción, science-fiction, sf もの, sf アニメ",
    { genres: ["Sci-Fi"] },
  ],
  [
    "Slice of Life",
    "slice of life, sol, everyday life, daily life, recuentos de la vida, tranche de vie, nichijou kei, 日常, 日常系",
    { genres: ["Slice of Life"] },
  ],
  [
    "Sports",
    "sport, sports, athletic, deporte, deportes, deportivo, sportif, スポーツ",
    { genres: ["Sports"] },
  ],
  [
    "Supernatural",
    "supernatural, paranormal, sobrenatural, übernatürlich, übernatürliche, übernatürlichen, übernatürliches, сверхъестественное, surnaturel, 超自然, 怪奇",
    {
      genres: ["Supernatural"],
    },
  ],
  [
    "Suspense",
    "thriller, suspense, suspenseful, nail biter, edge of your seat, サスペンス",
    { genres: ["Suspense", "Thriller"] },
  ],
]);

/** Kinds of story that are no genre of the catalogue: told by tags. */
const KINDS = rows("genre", [
  [
    "Isekai",
    "isekai, reincarnated in another world, transported to another world, summoned to another world, other world anime, 異世界",
    {
      tags: ["Isekai", "Person in a Strange World", "Summoned Into Another World", "Reverse Isekai"],
      weakWords: ["isekai"],
    },
  ],
  [
    "Harem",
    "harem, (guy/boy/man/dude) (and/with/among/surrounded by) (a bunch of/many/lots of/several/multiple/a lot of/beautiful/hot/cute/five/) (girls/women), (bunch of/multiple/several/) (girls/women) (are/) (in love with/love/like/fall for/falling for/crushing on/chasing/fighting over/want) (him/one guy/the same guy/the mc/one boy/the same boy), every girl (loves/wants/likes/falls for) him, girls (fight/fighting) over him, gets all the girls, ハーレム",
    {
      tags: ["Harem", "Female Harem", "Reverse Harem", "Male Harem", "Mixed Gender Harem"],
      weakWords: ["harem"],
    },
  ],
  [
    "Reverse Harem",
    "reverse harem, male harem, (girl/woman/heroine) (with/surrounded by/among/and) (a bunch of/many/lots of/several/multiple/handsome/hot/pretty/cute/beautiful/five/) (boys/guys/men), (bunch of/multiple/several/) (boys/guys/men) (are/) (in love with/love/like/fall for/crushing on/chasing/fighting over/want) (her/one girl/the same girl), (boys/guys/men) (fight/fighting) over her, 逆ハーレム",
    { tags: ["Reverse Harem", "Male Harem"] },
  ],
  [
    "Iyashikei",
    "iyashikei, healing anime, iyashi kei, 癒し系, 癒し",
    { tags: ["Iyashikei", "iyashi-kei"], genres: [] },
  ],
  [
    "CGDCT",
    "cgdct, cute girls doing cute (things/thing/stuff), cute girl slice of life, girls just hanging out, girls being cute",
    {
      tags: [
        "CGDCT + Slice of Life",
        "Cute Girls Doing Cute Things + Slice of Life",
        "Primarily Female Cast + Slice of Life",
        "Predominantly Female Cast + Slice of Life",
        "All Girls School + Slice of Life",
        "Iyashikei + School Clubs",
      ],
    },
  ],
  [
    "Moe",
    "moe, cute girl, moeblob, moe blob, 萌え",
    { tags: ["Moe", "CGDCT", "Cute Girls Doing Cute Things"] },
  ],
  ["Cyberpunk", "cyberpunk, サイバーパンク", { tags: ["Cyberpunk"], weakWords: ["cyberpunk"] }],
  ["Steampunk", "steampunk", { tags: ["Steampunk"], weakWords: ["steampunk"] }],
  ["Space Opera", "space opera", { tags: ["Space Opera"] }],
  ["Super Robot", "super robot", { tags: ["Super Robot"] }],
  ["Real Robot", "real robot", { tags: ["Real Robot"] }],
  ["Dark Fantasy", "dark fantasy, grimdark", { tags: ["Dark Fantasy"] }],
  ["High Fantasy", "high fantasy, epic fantasy", { tags: ["High Fantasy", "Epic Fantasy"] }],
  ["Urban Fantasy", "urban fantasy, modern fantasy", { tags: ["Urban Fantasy", "Contemporary Fantasy"] }],
  ["Body Horror", "body horror", { tags: ["Body Horror"] }],
  ["Cosmic Horror", "cosmic horror, lovecraftian", { tags: ["Cosmic Horror"] }],
  ["Battle Royale", "battle royale, death game, survival game", { tags: ["Battle Royale", "Death Game"] }],
  ["Xianxia", "xianxia, wuxia, cultivation, xuanhuan", { tags: ["Xianxia", "Wuxia", "Cultivation"] }],
  [
    "Donghua",
    "donghua, chinese animation, chinese anime",
    { tags: ["Chinese Animation", "Chinese Production"] },
  ],
  ["Parody", "parody, parodies, spoof, パロディ", { tags: ["Parody"] }],
  ["Satire", "satire, satirical, social satire", { tags: ["Satire", "Social Commentary"] }],
  ["Slapstick", "slapstick", { tags: ["Slapstick"] }],
  ["Gag Humor", "gag anime, gag comedy, gag humor", { tags: ["Gag Humor", "Gag", "Slapstick"] }],
  [
    "Absurdist Humour",
    "absurdist, absurd comedy, absurd humor, absurdist humour, surreal comedy, surreal humor",
    { tags: ["Absurdist Humour", "Surreal Comedy"] },
  ],
  ["Black Humour", "black comedy, dark comedy, dark humor, black humour", { tags: ["Black Humour"] }],
  [
    "Tokusatsu",
    "tokusatsu, super sentai, henshin hero",
    { tags: ["Tokusatsu", "Henshin"], weakWords: ["tokusatsu", "sentai"] },
  ],
  [
    "Martial Arts",
    "martial art, martial arts, artes marciales",
    { tags: ["Martial Arts", "Combat Sports"], weakWords: ["karate", "judo", "martial"] },
  ],
  ["Battle Shounen", "battle shounen, battle shonen, fighting shounen", { tags: ["Fighting-Shounen"] }],
  ["Denpa", "denpa", { tags: ["Denpa"] }],
  ["Kaiju", "kaiju, giant monster", { tags: ["Kaiju", "Daikaijuu"], weakWords: ["kaiju"] }],
]);

const DEMOGRAPHICS = rows("demographic", [
  ["Shounen", "shounen, shonen, shōnen, 少年", { demographics: ["Shounen"] }],
  ["Shoujo", "shoujo, shojo, shōjo, 少女", { demographics: ["Shoujo"] }],
  ["Seinen", "seinen, 青年", { demographics: ["Seinen"], neverDemographics: ["Kids"] }],
  ["Josei", "josei, 女性", { demographics: ["Josei"], neverDemographics: ["Kids"] }],
  [
    "Kids",
    "for kids, for children, for toddlers, for little kids, for young children, for small children, for preschoolers, for my kids, for young kids, for babies, kid friendly, child friendly, kids can watch, kid can watch, child can watch, year old can watch, suitable for kids, suitable for children, appropriate for kids, safe for kids, preschool, preschool cartoon, preschool show, kids cartoon, kids anime, kid anime, kids show, kids series, children anime, childrens anime, childrens show, childrens series, childrens, kodomo, kodomomuke, para niños, pour enfants, für kinder, 子供向け, 子ども向け",
    { demographics: ["Kids"], deniedRatings: FAMILY_RATINGS },
  ],
]);

/** How a story feels: wishes, never demands, since no field says so for sure. */
const MOODS = rows("mood", [
  [
    "sad",
    "sad, sadder, more emotional, tearjerker, tear jerker, heartbreaking, heart breaking, tragic, tragedy, makes me cry, make me cry, makes you cry, cry, crying, ugly (cry/crying), bawl, bawling, sob, sobbing, weepy, tears, cry my eyes out, in tears, feels, gut punch, gut wrenching, hits hard, emotional, emotional damage, (sad/tragic/bittersweet/unhappy/bad) ending, melancholic, melancholy, depressing, bittersweet, triste, traurig, 泣ける, 悲しい",
    {
      genres: ["Drama"],
      tags: ["Tragedy", "Melodrama", "Angst", "Death of a Loved One", "Melancholy", "Sentimental Drama"],
    },
  ],
  [
    "wholesome",
    "wholesome, heartwarming, heart warming, feel good, feelgood, uplifting, (warm/warm and/warm n) (fuzzy/fuzzies), warms (my/your/the) heart, cheer me up, pick me up, (makes/make) (me/you) smile, happy tears, hopeful, heartfelt, fluffy, fluff, sweet, happy, happy ending, joyful, ほのぼの",
    {
      genres: ["Slice of Life"],
      tags: ["Iyashikei", "Heart-Warming", "Found Family", "CGDCT", "Family Life"],
    },
  ],
  [
    "calm",
    "relaxing, calming, calm, cozy, cosy, comfy, chill, calmer, more relaxing, more chill, soothing, healing, peaceful, laid back, unwind, wind down, destress, comfort anime, low stakes, stress free, before bed, gentle, gentler",
    { genres: ["Slice of Life"], tags: ["Iyashikei", "Countryside", "Slow-Paced", "CGDCT"] },
  ],
  [
    "dark",
    "dark, darker, more mature, more serious, gritty, grittier, grim, grimmer, bleak, brutal, disturbing, unsettling, traumatizing, traumatising, hopeless, nihilistic, twisted, edgy, oscuro",
    {
      genres: ["Psychological", "Horror", "Thriller"],
      tags: ["Dark Fantasy", "Tragedy", "Violence", "Gore", "Dystopia", "Psychological Drama"],
    },
  ],
  [
    "lighthearted",
    "lighthearted, light hearted, lighter, less dark, less depressing, less serious, less grim, less sad, less violent, less suffering, happier, funnier, more funny, more comedy, cheerful, fun, silly, sillier, goofy, wacky, quirky",
    { genres: ["Comedy"] },
  ],
  [
    "cute",
    "cute, adorable, kawaii, かわいい",
    { genres: ["Slice of Life"], tags: ["CGDCT", "Moe", "Animals", "Cute Boys Doing Cute Things"] },
  ],
  [
    "exciting",
    "action packed, nonstop action, non stop action, high octane, adrenaline, adrenaline rush, hyped, gripping, hype, intense, exciting, epic, fast paced",
    { genres: ["Action"], tags: ["Fast-Paced"] },
  ],
  [
    "slow",
    "slow paced, slow burn, slow, quiet, contemplative, meditative",
    { tags: ["Slow-Paced", "Iyashikei"] },
  ],
  [
    "thoughtful",
    "philosophical, thought provoking, (makes/make) (me/you) think, deep themes, deep, existential, cerebral",
    { genres: ["Psychological"], tags: ["Philosophy", "Social Commentary"] },
  ],
  ["bloody", "gory, bloody, ultraviolent, ultra violent", { tags: ["Gore", "Violence", "Splatter"] }],
  [
    "weird",
    "weird, wtf, acid trip, fever dream, trippy, bizarre, strange, psychedelic",
    { genres: ["Avant Garde"], tags: ["Dementia", "Surreal Comedy", "Absurdist Humour"] },
  ],
  ["nostalgic", "nostalgic, nostalgia", { tags: ["Coming of Age", "Countryside"] }],
]);

/** Two kinds in one word; attributes by their id. */
export const COMPOUNDS: Readonly<Record<string, readonly string[]>> = {
  funniest: ["Comedy", "quality:best"],
  "most hilarious": ["Comedy", "quality:best"],
  scariest: ["Horror", "quality:best"],
  creepiest: ["Horror", "quality:best"],
  "most romantic": ["Romance", "quality:best"],
  saddest: ["sad", "quality:best"],
  "most emotional": ["sad", "quality:best"],
  "most heartbreaking": ["sad", "quality:best"],
  darkest: ["dark", "quality:best"],
  "most disturbing": ["dark", "quality:best"],
  weirdest: ["weird", "quality:best"],
  cutest: ["cute", "quality:best"],
  "most wholesome": ["wholesome", "quality:best"],
  "most heartwarming": ["wholesome", "quality:best"],
  goriest: ["bloody", "quality:best"],
  romcom: ["Romance", "Comedy"],
  "rom com": ["Romance", "Comedy"],
  "romantic comedy": ["Romance", "Comedy"],
  "romantic comedies": ["Romance", "Comedy"],
  "love comedy": ["Romance", "Comedy"],
  "comedia romántica": ["Romance", "Comedy"],
  ラブコメ: ["Romance", "Comedy"],
  dramedy: ["Drama", "Comedy"],
  "horror comedy": ["Horror", "Comedy"],
  "sword and sorcery": ["Fantasy", "Swordplay"],
  "swords and sorcery": ["Fantasy", "Swordplay"],
  "sci fi fantasy": ["Sci-Fi", "Fantasy"],
  "mature women": ["Adult Cast", "Female Protagonist"],
  "mature woman": ["Adult Cast", "Female Protagonist"],
  "adult women": ["Adult Cast", "Female Protagonist"],
  "adult female lead": ["Adult Cast", "Female Protagonist"],
  "adult female protagonist": ["Adult Cast", "Female Protagonist"],
  "grown women": ["Adult Cast", "Female Protagonist"],
  "working women": ["Workplace", "Female Protagonist"],
  "career woman": ["Workplace", "Female Protagonist"],
  "office romance": ["Workplace", "Romance"],
  "workplace romance": ["Workplace", "Romance"],
  "office comedy": ["Workplace", "Comedy"],
  "school romance": ["School", "Romance"],
  "space western": ["Space", "Western"],
  "original tv (series/anime/show)": ["source:original", "format:tv"],
  "original series": ["source:original", "format:series"],
  "original (film/movie)": ["source:original", "format:movie"],
};

export const STORY_KINDS: readonly Concept[] = [...GENRES, ...KINDS, ...DEMOGRAPHICS, ...MOODS];
