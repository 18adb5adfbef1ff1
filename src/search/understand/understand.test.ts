import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testLexicon } from "./fixtures.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Understanding, type UnderstandOptions, understand } from "./understand.ts";

let lexicon: Lexicon;
before(async () => {
  lexicon = await testLexicon();
});

const now = { year: 2026, season: "SUMMER" } as const;

function read(query: string, options: Partial<UnderstandOptions> = {}): Understanding {
  return understand(query, lexicon, { now, ...options });
}

/** `!genre:mecha ~mood:sad | rest`: `!` constrains, `~` is preferred; in the order of the query, wishes last. */
function said({ understood, rest }: Understanding): string {
  const ids = understood.map(({ id, effect }) => (effect === "filter" ? `!${id}` : `~${id}`));
  return `${ids.sort().join(" ")} | ${rest}`.trim();
}

/** One row a line: the query, then ` => ` and what is understood. */
function table(rows: string, options: Partial<UnderstandOptions> = {}): void {
  for (const row of rows.trim().split("\n")) {
    const [query = "", expected = ""] = row.trim().split(" => ");
    it(query, () => {
      const [ids = "", rest = ""] = expected.split("|").map((part) => part.trim());
      const sorted = ids.split(" ").sort().join(" ");
      assert.equal(said(read(query, options)), `${sorted} | ${rest}`.trim());
    });
  }
}

describe("attributes constrain, and leave nothing to search for", () => {
  table(`
    mecha anime from the 1980s => !genre:mecha !decade:1980s |
    giant robots => !genre:mecha |
    giant robot anime => !genre:mecha |
    high school romance => !theme:high-school !genre:romance |
    romantic comedies => !genre:romance !genre:comedy |
    romcom => !genre:romance !genre:comedy |
    funny anime => !genre:comedy |
    scary movies => !genre:horror !format:movie |
    sci-fi thriller => !genre:sci-fi !genre:suspense |
    slice of life => !genre:slice-of-life |
    magical girls => !genre:mahou-shoujo |
    mahou shoujo => !genre:mahou-shoujo |
    isekai => !genre:isekai |
    iyashikei => !genre:iyashikei |
    cute girls doing cute things => !genre:cgdct |
    cute girls => !genre:moe |
    space opera => !genre:space-opera |
    cyberpunk movies => !genre:cyberpunk !format:movie |
    reverse harem => !genre:reverse-harem |
    yuri => !genre:girls-love |
    soccer anime => !theme:football |
    football shows => !theme:football ~format:series |
    volleyball anime => !theme:volleyball |
    vampire romance => !theme:vampires !genre:romance |
    action comedy => !genre:action !genre:comedy |
    shonen => !demographic:shounen |
    overpowered mc isekai => !theme:overpowered-protagonist !genre:isekai |
    mecha with mature women => !genre:mecha !theme:adult-cast !theme:female-protagonist |
    kickass heroine fantasy => !theme:strong-female-lead !genre:fantasy |
    fake dating romance => !theme:fake-relationship !genre:romance |
    fantasy with an old man => !genre:fantasy !theme:elderly |
    reverse trap comedy => !theme:crossdressing !genre:comedy |
    shounen sports => !demographic:shounen !genre:sports |
    seinen thriller => !demographic:seinen !genre:suspense |
    cartoons for kids => !demographic:kids |
    anime de deportes => !genre:sports |
    películas de terror de los 80 => !format:movie !genre:horror !decade:1980s |
    ロボットアニメ => !genre:mecha |
  `);
});

describe("what people call otherwise than the catalogue does", () => {
  table(
    `
    cops => !theme:police |
    anime with hitmen => !theme:assassins |
    crybaby hero => !theme:crybabies |
    cat and mouse thriller => !theme:masterminds !genre:suspense |
    genius mc ten steps ahead of everybody => !theme:genius !theme:masterminds |
    haughty rich girl => !theme:ojou-sama |
    ojou-sama characters => !theme:ojou-sama |
    boy who dresses up as a girl => !theme:crossdressing |
    girl who pretends to be a boy => !theme:crossdressing |
    guy turned into a girl comedy => !theme:gender-bender !genre:comedy |
    one girl surrounded by handsome boys => !genre:reverse-harem |
    guy with a bunch of girls crushing on him => !genre:harem | crushing on him
    anime about raising a little girl => !theme:parenting |
    delusional teens => !theme:delusionals |
    deadpan girl => !theme:kuudere |
    the villain is the protagonist => !theme:anti-hero |
    kicked out of the hero's party => !theme:banished |
    reliving the same day over and over => !theme:time-loop |
    boy idols => !theme:male-idols |
    high school idiots => !theme:high-school !theme:idiots |
    talking animals => !theme:talking-animals |
    court intrigue => !theme:court-intrigue |
    girls with guns => !theme:girls-with-guns |
    anime with great fight scenes => !genre:action |
    mechs => !genre:mecha |
    racing, not cars => !theme:racing !not:theme:cars |
    bittersweet => !mood:sad |
    ugly cry => !mood:sad |
  `,
    { isTitle: () => false },
  );

  it("asks for all that only together tells it", () => {
    const { filter } = read("cute girls doing cute things");
    assert.deepEqual(filter.must?.[0], {
      should: [
        { must: [either("CGDCT"), { key: "genres", any: ["Slice of Life"] }] },
        { must: [either("Cute Girls Doing Cute Things"), { key: "genres", any: ["Slice of Life"] }] },
        { must: [either("Iyashikei"), either("School Clubs")] },
      ],
    });
    function either(tag: string) {
      return { should: ["tags", "themes"].map((key) => ({ key, any: [tag] })) };
    }
  });

  it("counts strong words everywhere, weak ones where there are no tags", () => {
    const asked = (query: string) => JSON.stringify(read(query).filter);
    assert.match(asked("volleyball anime"), /^(?!.*exists).*"synopsis","words":"volleyball"/);
    assert.match(asked("war anime"), /"tags","exists":false.*"synopsis","words":"war"/);
  });
});

describe("time", () => {
  table(`
    80s anime => !decade:1980s |
    anime from the 80's => !decade:1980s |
    the eighties => !decade:1980s |
    idol anime of the twenty twenties => !theme:idol !decade:2020s |
    mecha, nothing below a 7 => !genre:mecha !quality:>7 |
    not so famous mecha => !quality:lesser-known !genre:mecha |
    mecha that deserved more attention => !genre:mecha !quality:underrated |
    old shool anime from the 60s, black and white tv, grainy => ~decade:1960s | old shool anime from the 60s, black and white tv, grainy
    1990s => !decade:1990s |
    anime from the 00s => !decade:2000s |
    early 2000s anime => !year:2000-2003 |
    late 90s anime => !year:1996-1999 |
    mid 80s OVAs => !year:1983-1986 !format:ova |
    80s and 90s anime => !decade:1980s !decade:1990s |
    anime of 2016 => !year:2016 |
    2007 mecha => !year:2007 !genre:mecha |
    anime from 1995 to 1999 => !year:1995-1999 |
    between 1995 and 1999 => !year:1995-1999 |
    1995-1999 mecha => !year:1995-1999 !genre:mecha |
    anime before 1990 => !year:<1990 |
    movies after 2015 => !format:movie !year:>2015 |
    anime since 2010 => !year:>2010 |
    2015+ mecha => !year:>2015 !genre:mecha |
    mecha 2015 or newer => !genre:mecha !year:>2015 |
    mecha from 2015 onwards => !genre:mecha !year:>2015 |
    mecha from 2015 on => !genre:mecha !year:>2015 |
    mecha from the 90s or earlier => !genre:mecha !year:<1999 |
    pre-2000 mecha => !year:<2000 !genre:mecha |
    anime older than 1975 => !year:<1975 |
    winter 2016 => !season:winter !year:2016 |
    fall 2019 anime => !season:fall !year:2019 |
    autumn of 2006 => !season:fall !year:2006 |
    2014年春アニメ => !season:spring !year:2014 |
    90年代アニメ => !decade:1990s |
    spring anime => ~season:spring |
    fall anime 2019 => !season:fall !year:2019 |
    spring '98 => !season:spring !year:1998 |
    spring 98 degrees => | spring 98 degrees
    anime that started in April 2013 => !month:2013-04 |
    an old man and the sea => ~theme:elderly ~theme:ocean | an old man and the sea
    romance with a short girl => !genre:romance | short girl
    may 2011 mecha => !month:2011-05 !genre:mecha |
    may contain ghosts => | may contain ghosts
    this season's isekai => !season:summer !year:2026 !genre:isekai |
    romance of the last decade => !genre:romance !year:2016-2026 |
    аниме 90-х => !decade:1990s |
    pre-war anime => !year:<1942 |
    anime from the Showa era => !year:1926-1988 |
    this season => !season:summer !year:2026 |
    last year's anime => !year:2025 |
    classic mecha => !year:classic !genre:mecha |
    new isekai => !year:recent !genre:isekai |
  `);
  it("knows what last and next season are at the turn of the year", () => {
    const winter = { now: { year: 2026, season: "WINTER" } } as const;
    assert.equal(said(read("last season", winter)), "!season:fall !year:2025 |");
    assert.equal(said(read("next season", winter)), "!season:spring !year:2026 |");
  });
});

describe("format, status, length, source, rating, quality, streaming", () => {
  table(`
    movies => !format:movie |
    OVA => !format:ova |
    music videos => !format:music-video |
    tv series => !format:tv |
    movies and OVAs => !format:movie !format:ova |
    currently airing => !status:ongoing |
    upcoming movies => !status:upcoming !format:movie |
    anime that has not aired yet => !status:upcoming |
    anime over 100 episodes => !episodes:>100 |
    100+ episodes => !episodes:>100 |
    12 episode mecha => !episodes:12 !genre:mecha |
    fewer than 13 episodes => !episodes:<13 |
    between 20 and 30 episodes => !episodes:20-30 |
    one cour romance => !episodes:1-cour !genre:romance |
    long running shounen => !episodes:long-running !demographic:shounen |
    movies under 30 minutes => !format:movie !duration:<1800 |
    movies under half an hour => !format:movie !duration:<1800 |
    movies over two hours => !format:movie !duration:>7200 |
    short film => !format:short-film |
    short anime => !episodes:short |
    short episodes => !duration:short-episodes |
    based on a light novel => !source:light-novel |
    manga adaptations => !source:manga |
    original anime => !source:original |
    original mecha anime => !source:original !genre:mecha |
    anime from a video game => !source:game |
    family friendly movies => !rating:family-friendly !format:movie |
    R rated action => !rating:r !genre:action |
    award-winning short film => !quality:award-winning !format:short-film |
    top 10 mecha => !quality:best !genre:mecha |
    cult classics => !year:classic |
    best mecha => !quality:best !genre:mecha |
    popular romance anime => !quality:popular !genre:romance |
    underrated horror => !quality:underrated !genre:horror |
    hidden gems => !quality:underrated |
    highest scored mecha => !quality:best !genre:mecha |
    well reviewed dramas => !quality:best !genre:drama |
    poorly received romance => !quality:bad !genre:romance |
    fan favourite comedies => !quality:popular !genre:comedy |
    overrated action => !quality:overrated !genre:action |
    gloomy award winning mystery => !quality:award-winning ~genre:mystery | gloomy mystery
    mecha with great ratings but few fans => !genre:mecha !quality:best !quality:lesser-known |
    mystery nobody talks about => !genre:mystery !quality:lesser-known |
    best dog anime => !quality:best !theme:dogs |
    best action anime => !quality:best !genre:action |
    outstanding boys love films => !quality:best !genre:boys-love !format:movie |
    anime about boys love => !genre:boys-love |
    cult horror OVA => !quality:cult !genre:horror !format:ova |
    groundbreaking mecha => !quality:influential !genre:mecha |
    war films => !theme:war !format:movie |
    best OVA series => !quality:best !format:ova |
    loved by critics but few people saw it => !quality:best !quality:lesser-known |
    acclaimed one season anime => !quality:best !episodes:8-28 |
    most popular anime this decade => !quality:popular !decade:2020s |
    kids specials => !demographic:kids !format:special |
    less famous mecha before 1990 => !quality:lesser-known !genre:mecha !year:<1990 |
    before 1990 less famous mecha => !quality:lesser-known !genre:mecha !year:<1990 |
    drama with great music => !genre:drama ~quality:soundtrack |
    imdb top mecha => !quality:best !genre:mecha |
    mecha 10/10 => !genre:mecha !quality:>8-5 |
    romance, 8 out of 10 => !genre:romance !quality:>8 |
    beloved long runners with hundreds of episodes => !quality:popular !episodes:long-running !episodes:>100 |
    unknown but well rated short animations => !quality:obscure !quality:best !format:short |
    original tv anime => !source:original !format:tv |
    triger studio mecha => !studio:trigger !genre:mecha |
    80s sunrise mecha => !decade:1980s !studio:sunrise !genre:mecha |
    idol anime 2020 - 2024 => !theme:idol !year:2020-2024 |
    fantasy that isn't out yet => !genre:fantasy !status:upcoming |
    average romance, nothing special => !genre:romance ~quality:average |
    show me mecha => !genre:mecha |
    mecha with bad boys => !genre:mecha | bad boys
    sad anime that will make me cry => !mood:sad |
    sad movies from the 90s => !mood:sad !format:movie !decade:1990s |
    sad romance => !genre:romance ~mood:sad | sad
    historical anime, 8.2 or higher => !theme:historical !quality:>8-2 |
    harem, at least a 7.5 => !genre:harem !quality:>7-5 |
    funniest anime movies => !genre:comedy !quality:best !format:movie |
    anime with gorgeous animation => !quality:visuals |
    god tier sports anime => !quality:best !genre:sports |
    underated seinen gems => !quality:underrated !demographic:seinen |
    terribly rated mecha => !quality:bad !genre:mecha |
    oscar nominated films => !quality:award-winning !format:movie |
    rated above 8.5 => !quality:>8-5 |
    mecha from the last ten years => !genre:mecha !year:2016-2026 |
    romance of the past couple of years => !genre:romance !year:2024-2026 |
    mecha with a score of at least 8 => !genre:mecha !quality:>8 |
    romance rated 9 or higher => !genre:romance !quality:>9 |
    8+ rating comedy => !quality:>8 !genre:comedy |
    drama over 8 on mal => !genre:drama !quality:>8 |
    movies scored under 5 => !format:movie !quality:<5 |
    rated pg 13 => !rating:teens |
    mystery series => !genre:mystery !format:series |
    kids movies => !demographic:kids !format:movie |
    a family film => !rating:family-friendly !format:movie |
    anime on Netflix => !streaming:netflix |
    dubbed anime => !streaming:dubbed |
    free to watch anime => !streaming:free |
    sad romance movies => ~mood:sad !genre:romance !format:movie | sad
    wholesome slice of life => ~mood:wholesome !genre:slice-of-life | wholesome
  `);
});

describe("studios and people", () => {
  table(`
    kyoani => !studio:kyoto-animation |
    ghibli films => !studio:studio-ghibli !format:movie |
    a-1 pictures romance => !studio:a-1-pictures !genre:romance |
    a1 pictures => !studio:a-1-pictures |
    p.a. works => !studio:p-a-works |
    P.A. Works anime => !studio:p-a-works |
    production ig => !studio:production-i-g |
    jc staff romance => !studio:j-c-staff !genre:romance |
    anime by Bones => !studio:bones |
    studio trigger => !studio:trigger |
    mad house horror => !studio:madhouse !genre:horror |
    madhuse anime => !studio:madhouse |
    made by madhose => !studio:madhouse |
    romance by kyoto animaton => !genre:romance !studio:kyoto-animation |
    sunrise space anime => !studio:sunrise !theme:space |
    trigger anime that is not mecha => !studio:trigger !not:genre:mecha |
    madhouse / hiroshi nagahama => !studio:madhouse !person:hiroshi-nagahama |
    house party => | house party
    trigger => ~studio:trigger | trigger
    anime by white fox => !studio:white-fox |
    sunrise mecha => !studio:sunrise !genre:mecha |
    actas anime => ~studio:actas | actas anime
    studio madhosue => !studio:madhouse |
    feel good anime => !mood:wholesome |
    movies by Miyazaki => !format:movie !person:miyazaki |
    directed by Shinichiro Watanabe => !person:shinichiro-watanabe |
    music by Kanno Yoko => !person:kanno-yoko |
    makoto shinkai => !person:makoto-shinkai |
    directed by hiroshi nagahama => !person:hiroshi-nagahama |
    movies not by Hiroshi Nagahama => !format:movie !not:person:hiroshi-nagahama |
    nagahama anime => !person:nagahama |
    ghost stories, but not nagahama => !theme:ghosts !not:person:nagahama |
  `);
});

it("finds the works of people whom no entry credits", () => {
  const { filter } = read("by hiroshi nagahama");
  assert.deepEqual(filter.must, [{ key: "id", any: ["Mushishi", "Mushishi Zoku Shou", "Aku no Hana"] }]);
});

describe("spelling", () => {
  const isWord = (word: string) => ["haunting", "volleyball"].includes(word);
  table(
    `
    psycological thriller => !genre:psychological !genre:suspense |
    historicl mecha movies => !theme:historical !genre:mecha !format:movie |
    underrated horror => !quality:underrated !genre:horror |
    hauntng => ~theme:ghosts | hauntng
    xyzzyplugh => | xyzzyplugh
    hunting anime => | hunting anime
  `,
    { isWord },
  );

  it("leaves titles and offsets as they were written", () => {
    const isTitle = (text: string) => text === "psycological";
    assert.deepEqual(
      read("psycological", { isTitle, isWord }).understood.map(({ effect }) => effect),
      [],
    );
    assert.equal(read("romace anime", { isWord }).understood[0]!.text, "romace");
  });
});

describe("negation", () => {
  table(`
    fantasy without isekai => !genre:fantasy !not:genre:isekai |
    a mecha show that is neither gundam nor macross => !genre:mecha ~format:series !not:title:gundam !not:title:macross |
    mecha but not Gundam => !genre:mecha !not:title:gundam |
    action movies other than dragon ball => !genre:action !format:movie !not:title:dragon-ball |
    anime that isn't ecchi => !not:genre:ecchi |
    non-ecchi harem => !genre:harem !not:genre:ecchi |
    romance-free action => !genre:action !not:genre:romance |
    fantasy -isekai => !genre:fantasy !not:genre:isekai |
    comedy lacking romance => !genre:comedy !not:genre:romance |
    i hate mecha but want scifi => !genre:sci-fi !not:genre:mecha |
    no romance => !not:genre:romance |
    isekai, no harem, ecchi or romance => !genre:isekai !not:genre:harem !not:genre:ecchi !not:genre:romance |
    romance with no harem or ecchi => !genre:romance !not:genre:harem !not:genre:ecchi |
    mecha with no romance from the 90s => !genre:mecha !not:genre:romance !decade:1990s |
    no romance action anime => !not:genre:romance !genre:action |
    fantasy series, no movies => !genre:fantasy !format:series !not:format:movie |
    fantasy !isekai => !genre:fantasy !not:genre:isekai |
    harem-less comedy => !genre:comedy !not:genre:harem |
    romance with harem excluded => !genre:romance !not:genre:harem |
    harem excluded romance anime => !genre:romance !not:genre:harem |
    fantasy, isekai not included => !genre:fantasy !not:genre:isekai |
    sports aside from baseball => !genre:sports !not:theme:baseball |
    fantasy where nobody gets reincarnated => !genre:fantasy !not:theme:reincarnation |
    romance outside of school => !genre:romance !not:theme:school |
    horror w/out romance => !genre:horror !not:genre:romance |
    fantasy that steers clear of romance => !genre:fantasy !not:genre:romance |
    not isekai fantasy => !genre:fantasy !not:genre:isekai |
    no isekai, fantasy => !not:genre:isekai !genre:fantasy |
    fantasía que no sea isekai => !genre:fantasy !not:genre:isekai |
    fantasy, but nicht isekai => !genre:fantasy !not:genre:isekai |
    фэнтези без романтика => !genre:fantasy !not:genre:romance |
    adventure with no sea => !genre:adventure !not:theme:ocean |
    comedy, none of it ecchi => !genre:comedy !not:genre:ecchi |
    action not released in the 90s => !genre:action !not:decade:1990s |
    fantasy films not made by ghibli => !genre:fantasy !format:movie !not:studio:studio-ghibli |
    magic shows that do not take place at a school => !theme:magic ~format:series !not:theme:school |
    anime except for kids => !not:demographic:kids |
    mecha that is not gundam or macross => !genre:mecha !not:title:gundam !not:title:macross |
    idol anime no love live => !theme:idol !not:title:love-live |
    anime de deportes sin béisbol => !genre:sports !not:theme:baseball |
    ロボット以外のSF => !genre:sci-fi !not:genre:mecha |
    madhouse movies not in a school => !studio:madhouse !format:movie !not:theme:school |
    80s anime not aimed at children => !decade:1980s !not:demographic:kids |
    kids anime with no fighting => !demographic:kids !not:theme:fighting |
    romance sin harem ni ecchi => !genre:romance !not:genre:harem !not:genre:ecchi |
    shoujo series where romance isn't the point => !demographic:shoujo !format:series !not:genre:romance |
    ロボットが出てこないSFアニメ => !genre:sci-fi !not:genre:mecha |
    異世界じゃないファンタジー => !genre:fantasy !not:genre:isekai |
    комедия не про школу => !genre:comedy !not:theme:school |
    romance without all the harem nonsense => !genre:romance !not:genre:harem |
    fantasy films, not ghibli again => !genre:fantasy !format:movie !not:studio:studio-ghibli |
    mecha, no idols, demons or samurai => !genre:mecha !not:theme:idol !not:theme:demons !not:theme:samurai |
    mecha with none of that love stuff => !genre:mecha !not:theme:love |
    shoujo free of harems => !demographic:shoujo !not:genre:harem |
    mecha, skip anything after 2000 => !genre:mecha !not:year:>2000 |
    ghibli films that Hayao Miyazaki didn't direct => !studio:studio-ghibli !format:movie !not:person:hayao-miyazaki |
    movies not adapted from a manga or a novel => !format:movie !not:source:manga !not:source:novel |
    mystery shows, skip the movies => !genre:mystery ~format:series !not:format:movie |
  `);

  it("forbids what genres, tags, themes and words say", () => {
    const { filter } = read("sports without volleyball");
    assert.deepEqual(filter.must_not, [
      { key: "tags", any: ["Volleyball"] },
      { key: "themes", any: ["Volleyball"] },
      { key: "title", words: "volleyball" },
      { key: "synopsis", words: "volleyball" },
      { key: "title", words: "volleyballs" },
      { key: "synopsis", words: "volleyballs" },
    ]);
  });

  it("forbids by tags, too, where a denial forbids a genre", () => {
    const forbidden = JSON.stringify(read("action without ecchi").filter.must_not);
    assert.match(forbidden, /"genres","any":\["Ecchi"\]/);
    assert.match(forbidden, /"tags","any":\["Ecchi","Fan Service"/);
  });

  it("reads a second denial behind a name, not the Japanese particle", () => {
    const isTitle = (text: string) => text.toLowerCase() === "fma";
    const { without } = read("mecha shows, no fma no hero academia", { isTitle });
    assert.deepEqual(
      without?.map(({ text }) => text),
      ["fma", "hero academia"],
    );
  });

  it("lets a name begin with a word that denies", () => {
    const isTitle = (text: string) => text.toLowerCase() === "skip beat";
    assert.equal(read("skip beat anime", { isTitle }).without, undefined);
    assert.equal(said(read("comedy, skip harem", { isTitle })), "!genre:comedy !not:genre:harem |");
  });

  it("forbids what is a kind of what is denied", () => {
    const forbidden = (query: string) => JSON.stringify(read(query).filter.must_not);
    assert.match(forbidden("thriller with nothing supernatural"), /"genres","any":\["Fantasy"/);
    assert.match(forbidden("thriller with nothing supernatural"), /"Demons"/);
    assert.match(forbidden("romance without school"), /"tags","any":\["School".*"School Clubs"/);
    assert.doesNotMatch(forbidden("romance without school clubs"), /"School"/);
  });

  it("never means some things by praise, even where it is only a wish", () => {
    const never = (query: string) => JSON.stringify(read(query).filter.must_not ?? []);
    assert.match(never("decent mecha"), /"score.median","range":\{"lt":6.5,/);
    assert.match(never("best mecha"), /"score.median","range":\{"lt":6.5,/);
    assert.match(never("famous mecha"), /"popularity_score","range":\{"lte":0.5\}/);
    assert.match(never("underrated mecha"), /"popularity_score","range":\{"gte":0.93\}/);
    assert.match(never("bad mecha"), /"score.median","range":\{"gte":7\}/);
    assert.match(never("music anime"), /"type","any":\["MUSIC"\]/);
    assert.equal(never("music videos"), "[]");
  });

  it("forbids known names of several words in a description, too", () => {
    const isTitle = (text: string) => ["one piece", "neverland"].includes(text.toLowerCase());
    const plot = "pirate crew sails the high seas looking for a lost treasure";
    const { filter, rest } = read(`${plot}, but not one piece`, { isTitle });
    assert.deepEqual(
      { filter, rest },
      { filter: { must_not: [{ key: "title", words: "one piece" }] }, rest: plot },
    );
    assert.equal(read(`${plot} without neverland`, { isTitle }).without, undefined);
  });

  it("leaves what somebody in a plot is not, or cannot do, to the plot", () => {
    const plot = "a harem ghost who can't remember the name of the village meets a boy without any luck";
    assert.equal(said(read(plot)), `~theme:ghosts | ${plot}`);
    assert.deepEqual(read("mecha, not the one that everybody in my town likes").without, undefined);
  });

  it("leaves out one known name after another", () => {
    const known = new Set(["naruto", "bleach", "one piece"]);
    const query = "long running shounen that isn't naruto bleach or one piece";
    const { without } = read(query, { isTitle: (text) => known.has(text) });
    assert.deepEqual(
      without?.map(({ text }) => text),
      ["naruto", "bleach", "one piece"],
    );
  });

  it("names the titles to leave out, for their franchises to be looked up", () => {
    const { without, filter } = read("mecha except Gundam");
    assert.deepEqual(without, [{ id: "not:title:gundam", text: "Gundam" }]);
    assert.deepEqual(filter.must_not, [{ key: "title", words: "Gundam" }]);
  });
});

describe("models and parts", () => {
  it("reads whose makers are asked for, and by which fields they are told", () => {
    const isTitle = (text: string) => /^(?:cowboy bebop|aria|monster|aria the movie)$/i.test(text);
    const makers = (query: string) => read(query, { isTitle }).like?.makers?.join();
    const asked: readonly (readonly [query: string, fields: string | undefined])[] = [
      ["same studio as Cowboy Bebop", "studios"],
      ["other works by the studio behind cowboy bebop", "studios"],
      ["what else did the studio that made cowboy bebop make", "studios"],
      ["movies from the director of cowboy bebop", "directors,studios"],
      ["by the author of monster", "original_creators,writers"],
      ["more from the mangaka who wrote monster", "original_creators,writers"],
      ["anime by the people of aria", "studios,directors"],
      ["the team that brought us cowboy bebop", "studios,directors"],
      // Characters, and what no title stands behind.
      ["the people of aria", undefined],
      ["a team as strong as monster", undefined],
      ["the director of a school", undefined],
      ["romance like aria", undefined],
    ];
    for (const [query, fields] of asked) assert.equal(makers(query), fields, query);
    assert.equal(
      said(read("movies from the director of cowboy bebop", { isTitle })),
      "!format:movie ~makers:cowboy-bebop |",
    );
    assert.equal(
      read("from the director of cowboy bebop", { isTitle, ignore: ["makers:cowboy-bebop"] }).like,
      undefined,
    );
  });
  it("takes out the title that others should be like", () => {
    for (const [query, title] of [
      ["anime like Attack on Titan", "Attack on Titan"],
      ["similar to cowboy bebop", "cowboy bebop"],
      ["something that reminds me of Monster", "Monster"],
      ["in the vein of Steins;Gate", "Steins;Gate"],
      ["romantic comedy like Toradora", "Toradora"],
      ["shows like Death Note but lighter", "Death Note"],
      ["samurai champloo lookalikes", "samurai champloo"],
      ["Animes parecidos a Naruto", "Naruto"],
      ["進撃の巨人みたいなアニメ", "進撃の巨人"],
    ] as const) {
      assert.equal(read(query).like?.text, title, query);
    }
  });

  it("takes a known title for a model by what stands around it", () => {
    const isTitle = (text: string) => ["aria", "gintama", "clannad", "monster"].includes(text.toLowerCase());
    for (const [query, title] of [
      ["chill Aria vibes", "Aria"],
      ["gentle stories for an aria fan", "aria"],
      ["something as funny as Gintama", "Gintama"],
      ["want to cry like I did at clannad", "clannad"],
      ["finished clannad, need another drama like it", "clannad"],
      ["gintama-like: more school, less war", "gintama"],
      ["pirates style", undefined],
    ] as const) {
      assert.equal(read(query, { isTitle }).like?.text, title, query);
    }
    assert.equal(
      said(read("like gintama with less romance", { isTitle })),
      "!not:genre:romance ~like:gintama |",
    );
  });

  it("takes a known title on into a misspelt word, not into the rest of the query", () => {
    const options = { isTitle: (text: string) => ["fullmetal", "naruto"].includes(text) };
    assert.equal(read("anime like fullmetal alchmist", options).like?.text, "fullmetal alchmist");
    assert.equal(read("like fullmetal alchmist but shorter", options).like?.text, "fullmetal alchmist");
    assert.equal(read("like naruto please", options).like?.text, "naruto");
    assert.equal(read("like naruto somewhere in space", options).like?.text, "naruto");
  });

  it("wishes for the mood beside a model, and searches for its words no more", () => {
    assert.equal(said(read("what to watch after Toradora")), "~like:toradora |");
    assert.equal(said(read("like Toradora but funnier")), "~like:toradora ~mood:lighthearted |");
  });

  it("keeps the constraints beside the model", () => {
    assert.equal(
      said(read("romantic comedy like Toradora")),
      "!genre:comedy !genre:romance ~like:toradora |",
    );
  });

  it("reads `X but …` where X is a title", () => {
    const options = { isTitle: (text: string) => text.toLowerCase() === "spice and wolf" };
    assert.equal(read("spice and wolf but darker", options).like?.text, "spice and wolf");
    assert.equal(read("spice and wolf but darker").like, undefined);
  });

  it("forbids what is denied of a title before it, and compares with it only where an attribute is", () => {
    const isTitle = (text: string) => ["macross", "bl", "macross plus"].includes(text.toLowerCase());
    assert.equal(said(read("macross but not plus", { isTitle })), "!not:title:macross-plus | macross");
    assert.equal(said(read("macross but not sad", { isTitle })), "!not:mood:sad ~like:macross |");
    assert.equal(said(read("bl but not sad", { isTitle })), "!genre:boys-love !not:mood:sad |");
    assert.equal(said(read("macross but funnier", { isTitle })), "~like:macross ~mood:lighthearted |");
  });

  it("takes the longest known title after `like`, whatever stands in it", () => {
    const options = { isTitle: (text: string) => text === "The World God Only Knows" };
    assert.equal(
      read("like The World God Only Knows please", options).like?.text,
      "The World God Only Knows",
    );
  });

  it("does not compare looks, feelings and wishes", () => {
    for (const query of [
      "a girl who looks like a boy",
      "i would like a mecha anime",
      "feels like the last day",
      "comedies people swear by, like actually funny",
    ]) {
      assert.equal(read(query).like, undefined, query);
    }
  });

  it("tells which part of which title is meant", () => {
    for (const [query, title, ordinal, relation] of [
      ["second season of Attack on Titan", "Attack on Titan", 2, undefined],
      ["Haikyuu season 3", "Haikyuu", 3, undefined],
      ["chihayafuru s3", "chihayafuru", 3, undefined],
      ["K-On season 2", "K-On", 2, undefined],
      ["laid-back camp season 2", "laid-back camp", 2, undefined],
      ["clannad part two", "clannad", 2, undefined],
      ["attack on titan final season", "attack on titan", undefined, "last"],
      ["sequel to Monster", "Monster", undefined, "sequel"],
      ["Fate Zero prequel", "Fate Zero", undefined, "prequel"],
      ["spin-off of Index", "Index", undefined, "spin-off"],
      ["Pokemon films", "Pokemon", undefined, "movie"],
      ["movie of Naruto", "Naruto", undefined, "movie"],
      ["the very first gundam series", "gundam", 1, "first"],
      ["gundam watch order", "gundam", undefined, "all"],
      ["all seasons of gundam", "gundam", undefined, "all"],
      ["the new spice and wolf remake", "spice and wolf", undefined, "remake"],
      ["hunter x hunter old version", "hunter x hunter", undefined, "first"],
      ["monogatari series which one do i watch first", "monogatari", undefined, "all"],
      ["where do i start with gundam", "gundam", undefined, "all"],
      ["けいおん 2期", "けいおん", 2, undefined],
      ["进击的巨人 第二季", "进击的巨人", 2, undefined],
    ] as const) {
      const { part } = read(query);
      assert.deepEqual([part?.title, part?.ordinal, part?.relation], [title, ordinal, relation], query);
    }
  });

  it("counts the films of a title, and of a title alone", () => {
    const isTitle = (text: string) => /^naruto$/i.test(text);
    const part = (query: string) =>
      read(query, { isTitle }).understood.find(({ kind }) => kind === "part")?.id;
    assert.equal(part("first naruto movie"), "part:movie-1");
    assert.equal(part("the last naruto film"), "part:last-movie");
    assert.equal(part("second naruto ova"), "part:ova-2");
    assert.equal(part("last horror movie"), undefined);
    assert.equal(part("the first monster film"), "part:movie");
  });

  it("takes one out of those that are called so, whether or not the name alone is known", () => {
    const names = ["fate stay night", "gundam wing", "gundam", "food wars", "horror school"];
    const isTitle = (text: string) => names.includes(text.toLowerCase());
    // `isMisspelt` is what a whole query comes near to.
    const options = { isTitle, isMisspelt: () => true };
    assert.equal(said(read("fate but not stay night", options)), "!not:title:fate-stay-night | fate");
    assert.equal(said(read("any gundam except wing", options)), "!not:title:gundam-wing | gundam");
    assert.equal(said(read("gundam but not the wing ones", { isTitle })), "!not:title:gundam-wing | gundam");
    assert.equal(said(read("horror but not school", { isTitle })), "!genre:horror !not:theme:school |");
    assert.equal(
      said(read("cooking anime but none of that food wars fanservice", { isTitle })),
      "!genre:gourmet !not:genre:ecchi |",
    );
  });

  it("tells the name of which attributes are said", () => {
    const isTitle = (text: string) => /^(?:no guns life|steins gate|no game no life|piano)$/i.test(text);
    const named = (query: string) => read(query, { isTitle }).named;
    assert.equal(named("no guns life action"), "no guns life");
    assert.equal(named("sci-fi anime: Steins Gate"), "Steins Gate");
    assert.equal(named("steins gate sci-fi"), "steins gate");
    assert.equal(named("steins gate"), undefined);
    assert.equal(named("piano romance"), undefined);
    assert.equal(named("steins gate sci-fi with a microwave"), undefined);
    assert.equal(named("sci-fi like steins gate"), undefined);
  });

  it("denies beside a part, but not within its name", () => {
    const isTitle = (text: string) =>
      ["naruto", "boruto", "aria", "hidan no aria"].includes(text.toLowerCase());
    assert.equal(
      said(read("naruto movies, no boruto", { isTitle })),
      "!not:title:boruto ~part:movie | naruto",
    );
    assert.equal(said(read("hidan no aria season 2", { isTitle })), "~part:season-2 | hidan no aria");
  });

  it("takes `new` and `old` before a part for its age", () => {
    assert.equal(said(read("the new chihayafuru remake")), "~part:remake | new chihayafuru");
    assert.equal(read("the new chihayafuru remake").filter.must, undefined);
  });

  it("sees no part where a format has attributes only, or nothing, beside it", () => {
    for (const query of [
      "first season of 2018",
      "romance movies",
      "movies",
      "best 90s films",
      "season 2",
      "second season of",
    ]) {
      assert.equal(read(query).part, undefined, query);
    }
  });
});

describe("what is half understood", () => {
  table(`
    isekai where the hero is a slime => !genre:isekai | hero is a slime
    horror movies about dolls => !genre:horror !format:movie | dolls
    anime by ghibli with witches and bakeries => !studio:studio-ghibli ~theme:witches | witches and bakeries
    tsundere => ~theme:tsundere | tsundere
    berserk 1997 => ~year:1997 | berserk 1997
    sad => !mood:sad |
  `);
  it("constrains by themes alone where the query is known to be no title", () => {
    assert.equal(said(read("tsundere", { isTitle: () => false })), "!theme:tsundere |");
    assert.equal(said(read("tsundere", { isTitle: () => true })), "~theme:tsundere | tsundere");
  });
});

describe("ignore and prefer", () => {
  it("gives words back to the search by meaning", () => {
    assert.equal(
      said(read("mecha anime from the 80s", { ignore: ["genre:mecha"] })),
      "!decade:1980s | mecha",
    );
  });
  it("drops negations, models and parts that are taken back", () => {
    assert.deepEqual(
      read("fantasy without isekai", { ignore: ["not:genre:isekai"] }).filter.must_not,
      undefined,
    );
    assert.equal(read("anime like Monster", { ignore: ["like:monster"] }).like, undefined);
    assert.equal(read("Haikyuu season 3", { ignore: ["part:season-3"] }).part, undefined);
  });
  it("demotes what a caller cannot demand", () => {
    const { filter, preferences } = read("mecha romance", { prefer: ["genre:romance"] });
    assert.equal(filter.must?.length, 1);
    assert.deepEqual(
      preferences.map(({ id }) => id),
      ["genre:romance"],
    );
  });
});

describe("filters", () => {
  it("joins values of one field and alternatives, demands all else", () => {
    assert.deepEqual(read("mystery or thriller").filter.must, [
      {
        should: [
          { key: "genres", any: ["Mystery"] },
          { key: "genres", any: ["Suspense", "Thriller"] },
        ],
      },
    ]);
    assert.deepEqual(read("80s and 90s OVAs").filter.must, [
      {
        should: [
          { key: "decade", any: ["1980s"] },
          { key: "decade", any: ["1990s"] },
        ],
      },
      { key: "type", any: ["OVA"] },
    ]);
  });
  it("asks for an order where only praise and attributes are left", () => {
    assert.deepEqual(read("best mecha").order, { column: "score.median", order: "desc" });
    assert.equal(read("mecha").order, undefined);
  });
});
