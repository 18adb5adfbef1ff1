import { type Concept, tableOf } from "./genres.ts";
import { list } from "./wording.ts";

const SCHOOL =
  "School, School Life, High School, School Clubs, School Club, Middle School, Elementary School, All Girls School, All-Girls School, Magic School, Boarding School, School Rivalry";

/**
 * What stories are about, where people say it otherwise than the tags do: `phrases | tags and themes | words of title
 * and synopsis | words where there are no tags`. Notation: genres.ts and wording.ts. Everything else that the
 * catalogue has as a tag is understood by its own name (lexicon.ts).
 */
export const THEMES: readonly Concept[] = tableOf("theme", {
  // School and work
  School: `school, school life, schoolkid, школа, школу, школе, школьники, schoolgirl, schoolboy, academy, academia, (school/academy) (setting/anime/drama/story/days), (set/takes place) (in/at) (a/) (school/academy), classroom, classmate, escuela, lycée, lycéen, lycéenne, schule, 学園, 学校 | ${SCHOOL} | | student, school, academy`,
  "High School": `high school, highschool, highschooler, high schooler, (high school/highschool) (setting/student/kid/life/boy/girl/boys/girls/anime), teenager in school, senior high, 高校, 高校生 | ${SCHOOL} | | school, academy, high school`,
  "Middle School":
    "middle school, middle schooler, junior high, junior high school, junior high (student/schooler), 中学生 | Middle School | middle school, junior high | ",
  "Elementary School":
    "elementary school, primary school, grade school, grade schooler, elementary schooler, elementary school (kid/student/girl/boy), 小学生 | Elementary School | elementary school, primary school, grade school | ",
  "School Clubs":
    "club, school club, (club/after school) (activity/activities), after school club, extracurricular, clubroom, 部活 | School Clubs, School Club, Club | | club",
  "Boys School":
    "boys school, (all/only) boys (school/academy/high school), boys only school, boys boarding school, boys dorm, 男子校 | All-Boys School, Male Cast, Primarily Male Cast, Predominantly Male Cast | | boys school, boys dorm",
  "Girls School":
    "girls school, (all/only) girls (school/academy/high school), girls only school, catholic girls school, girls boarding school, 女子校 | All Girls School, All-Girls School | | girls school, girls academy",
  "Boarding School":
    "boarding school, (elite/prestigious/rich kid/rich kids) (school/academy), school for the (rich/elite), private school | Boarding School, School for the Rich Elite | boarding school, prestigious academy, elite academy | ",
  "Magic School":
    "(magic/magical/wizard/wizarding/witch/sorcery) (school/academy/high school), school (of/for) (magic/wizards/witches/mages/magicians/heroes), hogwarts, 魔法学園, 魔法学校 | Magic School, School + Magic | wizard school | magic school, magical academy, magic academy",
  University:
    "university, college, college (student/kid/life/age/setting/anime/kids), university (student/life/setting), uni, uni students, campus, campus life, grad school, 大学, 大学生 | University, College | university, college | ",
  Workplace:
    "workplace, office, office (worker/life/job/setting/romance/drama/work), white collar, (work/working/adult) life, working (adult/people/adults), job, jobs, day job, salaryman, salarymen, salary man, corporate, corporate life, cubicle, company (employee/worker), workplace (setting/drama), overworked, overtime, black company, 会社員, サラリーマン, 社畜, お仕事 | Workplace, Work, Working Life, Work Life, Office, Office Lady, Office Worker, Salaryman, Coworkers, Occupation and Career | office, workplace, salaryman | company",
  Exams:
    "(entrance/final/college entrance) exam, exams, studying, test scores, cram school, academic, academics, 受験 | | exam, exams, cram school | ",
  Graduation:
    "graduation, graduating, leaving school, (last/final) year of (high school/school) | Graduation | graduation, graduate | ",

  // Fighting and war
  Military:
    "military, army, armed forces, military (academy/school/fiction/drama), navy, air force, warship, battleship, 軍事, 軍隊 | Military, Navy, Air Force, War, Sea Battles | battleship | soldier, soldiers, military, army",
  Tanks: "tank, tanks, tank (battle/battles/warfare/crew), tankery, 戦車 | Tanks | tank, panzer | ",
  "Military Girls":
    "military girls, (army/soldier/war) girls, (girls/women) in the (military/army), girls at war, girls who fight wars | Military + Primarily Female Cast, Military + Predominantly Female Cast, Military + All Girls School, Military + Female Student, Military + CGDCT, Military + Moe | military girls, girls soldiers, girls army | ",
  War: "war, warfare, wartime, anti war, (horrors/brutality/reality/effects) of war, war (story/drama/stories), battlefield, civil war, interstellar war, large scale (war/battles), invasion, guerra, guerre, krieg, 戦争 | War, Military, World War II, Anti War, Anti-War, Large-scale War, Post-War | battlefield, wartime | war",
  "World War II":
    "world war (ii/2/two), wwii, ww2, second world war, hiroshima, atomic bomb, nagasaki, pacific war, nazi, nazis, holocaust, 第二次世界大戦 | World War II | wwii, hiroshima, nagasaki, nazi | ",
  Rebellion:
    "rebellion, revolution, uprising, rebel, rebels, resistance, overthrow, overthrowing the government, freedom fighter, freedom fighters, coup, insurgency, 革命, 反乱 | Rebellion, Rebellions, Coup d'Etat, Class Struggle | rebellion, rebel, rebels, revolution, uprising | resistance",
  Terrorism:
    "terrorism, terrorist, terrorist attack, bomber, hostage, hostages, hijacking, テロ | Terrorism, Hostage Situation | terrorist, terrorists, hostage | ",
  Kidnapping:
    "kidnapping, kidnapped, kidnapper, abducted, abduction, held captive, captivity, 誘拐 | Kidnapping | kidnapped, kidnapping, kidnapper, abducted | ",
  Strategy:
    "(military/war) (strategy/tactics/strategist), tactics, tactical, strategic warfare, (strategy/strategic/tactical) battle | Strategy, Strategic Minds, Battle of Wits | tactics, tactician, strategist | ",
  Guns: "gun, gunfight, gun (fight/fights/fighting/action/battle/play), gunfights, gunplay, shootout, firearm, gunslinger, gunman, gunmen, sniper, pistol, rifle, (gun/guns) blazing, airsoft, 銃 | Gunfights, Guns, Airsoft | gun, guns, gunman, gunslinger, gunfight, sniper | ",
  "Girls with Guns":
    "girls with guns, girl with (a/) gun, (girls/women/woman/girl/female) with (guns/firearms/weapons), gun (girl/girls/wielding girls), (women/female) (assassins/assassin/gunslinger/gunslingers/snipers/hitman/mercenary/mercenaries/soldiers/agents), (girls/female/girl) (assassins/assassin/gunslinger/gunslingers/snipers/mercenaries/soldiers) | Gunfights + Primarily Female Cast, Guns + Primarily Female Cast, Gunfights + Predominantly Female Cast, Guns + Predominantly Female Cast, Gunfights + Female Protagonist, Guns + Female Protagonist, Gunfights + All Girls School, Gunfights + Girls With Guns, Gunfights + Female Student, Gunfights + Girls Love, Gunfights + School Clubs | girls guns, gunslinger girl, girl assassin, female assassin, girls assassins, girls firearms | ",
  "Combat Sports":
    "mma, mixed martial arts, combat sport, kickboxing, muay thai, taekwondo, judo, karate, kung fu, aikido, jiu jitsu, underground fighting, fighting ring, cage fighting, pro fighting, 格闘 | Combat Sports, Combat Sport, Hand to Hand Combat, Judo, Boxing, Wrestling, Street Fighting | karate, judo, kickboxing, mma, kung fu | martial",
  Tournament:
    "tournament, tournament (arc/arcs/style/fighting), fighting tournament, competition, championship, nationals, 大会 | Tournament, Tournaments, Competition | tournament, championship | competition",
  Rivalry:
    "rival, rivals, rivalry, rivalries, competitive, ライバル | Rivalry, Rivalries, School Rivalry | rivalry | rival, rivals",
  Training:
    "training, training (arc/montage), trains hard, hard work, perseverance, effort, never gives up, never give up, 修行, 努力 | Training, Hard Work and Guts, Ganbatte, Aim For The Top | | training",
  Revenge:
    "revenge, vengeance, vengeful, avenger, avenging, avenge, retribution, payback, (seeks/seeking/wants/out for/hellbent on/bent on) (revenge/vengeance), vendetta, grudge, venganza, 復讐 | Revenge | revenge, vengeance, avenge, vengeful, vendetta | ",
  Survival:
    "survival, survive, survivor, surviving, (fight/struggle) (for survival/to survive), stranded, castaway, shipwrecked, wilderness survival, trying to survive, サバイバル | Survival, Struggle to Survive, Battle Royale, Death Game, Castaway, Wilderness | survival, survive, survivor | ",

  // Crime and power
  Crime:
    "crime, criminal, crime (drama/thriller/fiction/story/show), noir, neo noir, film noir, hard boiled, hardboiled, outlaw, underworld, true crime, crimen, krimi, 犯罪 | Crime, Crime Fiction, Organized Crime, Criminal Organization, Thievery, Mafia, Noir, Neo-Noir | | crime, criminal, criminals",
  "Serial Killers":
    "serial (killer/killings/murderer/murders), murder, murderer, murders, (murder/locked room) (mystery/mysteries), killings, killing spree, slasher, homicide, homicide detective, 殺人 | Murder, Massacre | murder, murders, murderer, serial killer | ",
  Prison:
    "prison, jail, prisoner, prison (break/life), inmate, convict, convicts, penitentiary, death row, 刑務所, 監獄 | Prison | prison, jail, prisoner, prisoners, inmate, inmates | ",
  Law: "law, lawyer, attorney, courtroom, (legal/courtroom) (drama/battle/case), (trial/trials), prosecutor, (defence/defense) (lawyer/attorney), judge, 弁護士 | Law | lawyer, attorney, prosecutor, courtroom | ",
  Politics:
    "politics, political, political (intrigue/drama/thriller/scheming/machinations), politician, government, diplomacy, diplomat, democracy, power struggle, 政治 | Politics, Political, Conspiracy, Court Politics, Royal Intrigue, Government, Power Struggle | political, politics | government",
  "Court Intrigue":
    "(court/palace/royal/imperial/harem) (intrigue/politics/drama/scheming/life/romance), (imperial/royal) (palace/court), inner palace, rear palace, royal succession, succession war, war of succession, throne, fight for the throne, usurper, 後宮, 宮廷 | Court Politics, Royal Intrigue, Royal Affairs, Palace, Royalty, Corrupt Nobility, Political + Historical | imperial court, palace, throne, royal court | emperor, princess",
  Conspiracy:
    "conspiracy, conspiracies, cover up, secret (society/organization/organisation/experiments), illuminati, shadow government, 陰謀 | Conspiracy, Secret Organisation | conspiracy, secret organization | ",
  Cults: "cult, religious cult, cultist, sect, カルト | Cult, Corrupt Church | cult, cultist, sect | ",
  "Kingdom Management":
    "(kingdom/nation/empire/city/base/town/village/country) (building/management), (builds/building/rebuild/rebuilding/rules/running/runs) a (kingdom/nation/country/village/city/empire), civilization building, settlement building, tech uplift, uses modern knowledge, modern knowledge, (lord/ruler) of a territory, 領地, 内政 | Kingdom Management, Kingdom Building, Modern Knowledge, Management | | ",
  Corporate:
    "ceo, rich (boy/guy/family/people/kids/boyfriend/man), wealthy, billionaire, millionaire, rich and poor, conglomerate, 富豪, 金持ち | Grandiose Displays of Wealth, Wealth-Related Humour | wealthy, rich, millionaire, billionaire | ",
  Poverty:
    "poverty, poor (girl/boy/family/protagonist/mc), broke, debt, in debt, slum, slums, class (struggle/divide/differences), social class, inequality, 貧乏, 借金 | Poverty, Debt, Social Class Issues, Class Struggle, Social Inequality | poverty, debt, slums | poor",
  Discrimination:
    "racism, racist, discrimination, prejudice, oppression, oppressed, segregation, xenophobia, human rights, genocide, 差別 | Racism, Discrimination, Genocide, Xenophobia, Class Struggle | discrimination, prejudice, oppressed, persecuted | ",

  // Magic, powers and other worlds
  Magic:
    "magic, magical, wizard, sorcery, sorcerer, sorceress, mage, magician, spell, spellcasting, magic user, magic (system/users/battle/battles/powers), wizardry, magus, summoner, summoning, magia, 魔法, 魔術 | Magic, Sorcery, Spellcasting, Magic School, Magic Circles, Mages, Summoning | wizard, sorcerer, mage, magician | magic",
  "Super Power":
    "superpower, super power, psychic power, power, ability, abilities, special (power/ability/abilities), superhuman, superhumans, people with powers, (elemental/awakened/unique/supernatural) (power/ability/abilities), quirks, nen, gifted (kids/children/people), mutant powers, 超能力, 能力者, 異能 | Super Power, Superpowers, Psychic Powers, Psi-Powers, Extrasensory Perception, Espers, Elemental Powers, Special Abilities, Superhumans | superpower, superpowers, supernatural power, supernatural abilities | ",
  Psychic:
    "psychic, esper, telepath, telepathy, telepathic, telekinesis, telekinetic, mind reading, reads minds, read minds, clairvoyant, precognition, mind control, brainwashing, hypnosis, 超能力者 | Psi-Powers, Extrasensory Perception, Psychic Powers, Espers, Psychics, Mind Control, Brainwashing | psychic, esper, telepathy, telekinesis, telepathic, mind reading | ",
  Alchemy: "alchemy, alchemist, potion, potions, 錬金術 | Alchemy | alchemy, alchemist | ",
  Curses:
    "curse, cursed, hex, cursed (child/girl/prince/object), break the curse, sorcery fight, 呪い | Curse, Curses | curse, cursed | ",
  Contracts:
    "(contract/deal/pact) with (a/the) (demon/devil/spirit/god), faustian, sells (his/her) soul, wish granting, (grants/granting/granted) (wishes/a wish/any wish), genie, 契約 | Contractor | | wish, contract",
  Mythology:
    "mythology, mythological, myth, mythical, (greek/norse/chinese/hindu/egyptian/celtic/roman) (mythology/myths/gods), folklore, arthurian, king arthur, greek gods, ragnarok, 神話 | Mythology, Japanese Mythology, Chinese Mythology, Matter of Britain, Folklore | mythology, myth, mythical | ",
  "Urban Legends":
    "urban legend, occult, occult club, 都市伝説 | Urban Legend, Ghost Stories | urban legend, occult | ",
  "Fairy Tales":
    "fairy tale, fairytale, folk tale, folktale, grimm, bedtime story, alice in wonderland, (based on/retelling of) (a/) (classic/fairy tale/novel/classics), classic literature, world masterpiece theater, おとぎ話, 童話, 昔話 | Fairy Tale, Tales, Folklore, Classic Literature | fairytale, fairy tale, grimm, folktale | ",
  "Person in a Strange World":
    "another world, other world, parallel world, parallel (universe/dimension), alternate (universe/world/dimension/reality), (sent/pulled/sucked/teleported/thrown/falls/goes/trapped) (in to/into/to/in) (another/a different/a parallel/a fantasy/an alternate/a magical) (world/dimension/realm), portal fantasy, multiverse, 異世界転移, パラレルワールド | Isekai, Person in a Strange World, Summoned Into Another World, Parallel World, Parallel Universe, Alternate Universe, Alternative World, Alternate Dimension, Other World | parallel world | another world",
  "Reverse Isekai":
    "reverse isekai, (demon/fantasy character/elf/hero/goddess) in (modern/) (japan/tokyo/our world/the real world), (comes/come/transported/arrives) to (our world/modern japan/the real world/modern day) | Reverse Isekai | | ",
  Reincarnation:
    "reincarnation, reincarnated, reincarnate, reincarnates, rebirth, reborn, past life, past lives, previous life, second (life/chance), second chance at life, (given/gets/got) (a second chance/another chance), regression, regressor, regressed, 転生, 生まれ変わり | Reincarnation, Second Chance, Trapped in the Body of a Child | reincarnated, reborn, reincarnation, reincarnate | past life, previous life",
  Afterlife:
    "afterlife, life after death, purgatory, limbo, (wakes up/living/life) (after/in) (death/the afterlife), netherworld, dead people, あの世, 地獄 | Afterlife, Heaven | afterlife, purgatory, netherworld, underworld | ",
  "Time Travel":
    "time (travel/traveling/travelling/traveler/traveller/leap/leaping/slip/skip travel/machine/manipulation/jump), (goes/go/going/travels/travel/sent/thrown/returns/goes back/back) back (in time/to the past), (goes/going/sent/travels) (to/into) the (past/future), (change/changes/changing/alter/fix/rewrite) the (past/future/timeline), timeline, timelines, alternate timeline, time paradox, butterfly effect, from the future, viajes en el tiempo, タイムトラベル, タイムリープ, タイムスリップ | Time Travel, Time Loop, Time Manipulation, Time Machine, Put Right What Once Went Wrong | time travel, time machine, time leap, time traveler | ",
  "Time Loop":
    "time loop, timeloop, groundhog day, (reliving/relives/relive/repeating/repeats/repeat/stuck in/looping/living) the same (day/week/summer/days/time) (over and over/again and again/again/), endless loop, loops, looping, (stuck/trapped) in a (time/) loop, (stuck/trapped) (reliving/repeating/in) the same (day/week/summer/time), return by death, dies and (restarts/comes back/repeats/returns), ループ | Time Loop, Time Travel + Suspense | time loop, endless loop, loops, return death |  ",
  Amnesia:
    "amnesia, amnesiac, memory loss, (lost/missing/erased/forgotten/loses/lose/losing/forgot/forgets) (his/her/their/) (memory/memories), false memories, fake memories, forgotten past, 記憶喪失 | Amnesia, Memory Manipulation, Manipulated Memories | amnesia, amnesiac, lost memories, lost memory, forgotten memories | ",
  "Body Swap":
    "body (swap/swapping/switch/exchange/swaps), bodyswap, (swap/swaps/swapping/swapped/switch/switches/switching/switched/trade/exchange) bodies, freaky friday, 入れ替わり | Body Swapping, Body Exchange | switch bodies, swap bodies, swapped bodies, switched bodies, body swap | ",
  "Virtual Reality":
    "virtual reality, vr, virtual (world/worlds), mmo, mmorpg, vrmmo, vrmmorpg, full dive, litrpg, game world, rpg mechanics, rpg world, (trapped/stuck/transported/sucked/pulled/lost) (in/inside/into) (a/an/the/) (game/video game/vr game/mmo/mmorpg/virtual world/online game), inside (a/the) (video/) game, (playing/plays) (an/) online (game/games), augmented reality, metaverse, online game, ゲーム世界 | Virtual Reality, Virtual World, MMORPG, Trapped in a Video Game, RPG, Game Elements, Augmented Reality | mmorpg, vrmmo, virtual reality, virtual world, online game, augmented reality | ",
  Dungeon:
    "dungeon, dungeon (crawling/crawler/crawl/exploration/raid/raiding/diving/core), labyrinth, floors of a tower, climbing a tower, tower climbing, adventurer, adventurers, adventurers guild, guild, adventuring party, quest, quests, dnd, dungeons and dragons, d&d, ダンジョン, 冒険者 | Dungeon, Dungeons, Guilds | dungeon, dungeons, labyrinth, adventurer, guild | ",
  Banished:
    "(banished/kicked out/expelled/exiled/thrown out/fired/betrayed) (from/by/of) (the/his) (hero/heros/) (party/guild), banished (hero/mc/), betrayed hero, 追放 | Banishment, Betrayal | banished, expelled party, kicked party, exiled | ",
  "Slow Life":
    "slow life, slow living, slow life (in another world/fantasy/isekai), easygoing life in another world, スローライフ | Slow Life, Lifestyle Change, Isekai + Iyashikei, Isekai + Slice of Life | slow life, easygoing | peaceful life",
  Transformations:
    "transformation, transforming, transforms, henshin, (transform/transforms) into, power suit, powered armor, armored suit, exoskeleton, 変身 | Henshin, Transformations, Power Suit | | transform, transforms, transformation",
  Taming:
    "(monster/creature/beast) (taming/collecting/catching/tamer/battling/battles/raising/training), monster collector, (catch/collect/tame) monsters, tamer, digital monsters, pokemon style, モンスター育成 | Creature Taming, Proxy Battles, Gotta Catch Them All | tamer, tame | ",
  "Treasure Hunting":
    "treasure (hunting/hunter/hunt/hunters), lost treasure, archaeology, archaeologist, relic hunter, indiana jones, ancient ruins, lost (civilization/city), atlantis, 宝探し | Treasure Hunting, Lost Civilization | treasure, archaeologist, ruins | ",

  // Futures, machines and disasters
  Space:
    "space, outer space, in space, spaceship, space ship, spacecraft, starship, spacefaring, space (adventure/station/colony/war/battles/crew/military), galaxy, galactic, interstellar, other planet, alien planet, espacio, 宇宙, 宇宙船 | Space, Space Travel, Space Opera, Shipboard, Other Planet, Space Battles, Planets, Mars, Space Colony | spaceship, galaxy, galactic, starship, interstellar | space",
  "Space Travel":
    "space (travel/exploration/voyage), exploring space, voyage through space, interplanetary | Space Travel | space travel, space exploration, voyage | ",
  "Post Apocalypse":
    "post apocalyptic, post apocalypse, postapocalyptic, postapocalypse, apocalyptic, apocalypse, end of the world, (end/ends/ending/fall/collapse/ruins) of (the/) (world/civilization/humanity/mankind), after (the/) (apocalypse/end of the world/world ended/fall of humanity), world ended, wasteland, (ruined/dying/destroyed/abandoned/desolate/barren) (world/earth/city/civilization/cities), (last/few/remaining) (humans/survivors/people) (on earth/left/), humanity (is/was/) (almost/nearly/) (extinct/wiped out), extinction, doomsday, postapocalíptico, 終末, ポストアポカリプス | Post Apocalypse, Post-Apocalyptic, Apocalyptic Fiction, End of the World | apocalypse, apocalyptic, wasteland, extinction, devastated | ",
  Dystopia:
    "dystopia, dystopian, dystopian (future/society/sci fi), totalitarian, totalitarianism, oppressive (regime/government/society), fascist, fascism, surveillance, surveillance state, police state, big brother is watching, authoritarian, corrupt (government/society), orwellian, distopía, ディストピア | Dystopia, Dystopian, Rotten World, Sociocultural Evolution | dystopia, dystopian, totalitarian, oppressive | ",
  Disaster:
    "disaster, natural disaster, earthquake, tsunami, flood, volcano, volcanic, disaster (movie/film), catastrophe, typhoon, meteor, 災害, 地震 | Disaster, Natural Disaster, Earthquake, Typhoon | earthquake, catastrophe, tsunami | disaster",
  Epidemic:
    "epidemic, pandemic, plague, virus, (virus/zombie/disease) outbreak, outbreak, infection, infected, contagion, 感染, 疫病 | Epidemic, Pandemic, Virus | epidemic, pandemic, plague, virus, outbreak, infection | ",
  Airships:
    "airship, zeppelin, flying ship, flying (island/city/castle), floating (island/city/castle), sky (city/pirates/world), 飛行船 | Airship, Airships, Floating Island | airship, airships, floating island | ",
  Submarines: "submarine, u boat, 潜水艦 | Submarine | submarine, submarines | ",
  Aviation:
    "aviation, pilot, pilots, airplane, plane, aircraft, aeroplane, fighter (jet/jets/pilot/pilots/plane/planes), aerial (combat/dogfight/battle), dogfight, flying, helicopter, air combat, 飛行機, パイロット | Air Force, Air Combat, Aviation | airplane, aircraft, fighter planes | pilot, pilots",
  Trains:
    "train, trains, railway, railroad, steam train, locomotive, 電車, 鉄道 | Trains | railway, railroad, locomotive | train",
  Cars: "car, automobile, sports car, car (culture/tuning/chase/chases), driving, driver, truck, trucker, vehicle, 車 | Cars, Automobiles, Street Racing, Drifting, Formula Racing | cars | car, driver",
  Racing:
    "racing, race, racer, street (racing/race/races), motorsport, motor sport, (car/auto/motor/kart/drag/pod/rally/boat/illegal) (racing/race/races), formula (1/one/racing/4), f1, drift, drifting, touge, レース | Motorsport, Racing, Street Racing, Formula Racing, Drifting, Auto Racing | racing, racer, racers, grand prix | race, races",
  Motorcycles:
    "motorcycle, motorbike, biker, scooter, moped, motorcycle (racing/girls/trip), バイク | Motorcycles, Mopeds | motorcycle, motorbike, motorcycles, biker | ",
  Cyborgs:
    "cybernetic, cybernetics, transhumanism, transhuman, bionic, augmentation, cyber (crime/warfare/space), cyberspace, internet, the net, サイボーグ | Cyborg, Cyborgs, Bionic Powers, Human Enhancement, Cyberpunk | cyborg, cybernetic, cyberspace | ",
  Future: "near future, futuristic, set in the future, far future, distant future, 近未来 | Future | | ",

  // Times
  Historical:
    "historical, history, historic, historical (fiction/drama/setting/romance/fantasy), (period/costume) (piece/drama), based on (true/real) (events/story/history/historical events), true story, real (history/historical events), set in the past, olden days, old timey, (18th/19th/17th/16th) century, victorian, regency, histórico, historique, 歴史, 時代劇 | Historical, Victorian Period, 19th Century, Early Modern Age | historical, victorian |  ",
  Feudal:
    "feudal japan, feudal, sengoku, warring states, sengoku (period/era), edo (period/era/japan), edo, shogun, shogunate, old japan, ancient japan, warlord, daimyo, heian, heian (period/era), jidaigeki, oda nobunaga, nobunaga, 戦国, 江戸, 平安 | Samurai, Sengoku Period, Tokugawa Period, Feudal Warfare, Feudal Japan, Bakumatsu   Meiji Period, Heian Period, Muromachi Period | sengoku, edo, shogun, shogunate, nobunaga, heian | ",
  "Bakumatsu and Meiji":
    "bakumatsu, (meiji/taisho/taishou/showa) (era/period/japan/), shinsengumi, meiji restoration, black ships, 幕末, 明治, 大正, 新選組 | Bakumatsu   Meiji Period, Shinsengumi, Meiji Era, Taishou Period | bakumatsu, shinsengumi, meiji, taisho, taishou | ",
  Medieval:
    "medieval, middle ages, medieval (europe/setting/times/european), knights and castles, castle, crusade, crusader, dark ages, 中世 | Medieval, Middle Ages, Medieval European Aesthetic, European Stylised | medieval | ",
  Vikings: "viking, norse, norsemen, ヴァイキング | Vikings | viking, vikings | ",
  "Ancient China":
    "ancient china, imperial china, three kingdoms, romance of the three kingdoms, chinese (history/dynasty/historical/court/palace), warring states china, tang dynasty, 三国志 | Ancient China, Three Kingdoms, Old Asia, Romance of the Three Kingdoms | three kingdoms, dynasty | china, chinese",
  Ancient:
    "ancient (rome/greece/egypt/times/world), rome, roman empire, romans, egypt, egyptian, pharaoh, prehistoric, stone age, caveman, cavemen, 古代, 原始 | Prehistoric, Egypt, Ancient Rome | egypt, pharaoh, rome, ancient rome, prehistoric, stone age | ",
  Western:
    "western, westerns, wild west, cowboy, cowboys, old west, frontier, spaghetti western, 西部劇 | Western, Wild West | cowboy, gunslinger, outlaw, wild west | ",
  Dinosaurs: "dinosaur, dino, dinos, t rex, 恐竜 | Dinosaurs, Dinosaur | dinosaur, dinosaurs | ",

  // Places
  Countryside:
    "countryside, country side, rural, rural (japan/life/town/village), country life, (small/quiet/seaside/sleepy/country) (town/village), small town life, village life, in the country, inaka, life in the country, moves to the (country/countryside), 田舎 | Countryside, Rural, Agriculture, Small Town | countryside, rural | village",
  Ocean:
    "ocean, sea, seas, deep sea, underwater, seaside, under the sea, beach, coastal, coast, coastal town, sailing, island life, marine, marine biology, diving, scuba, scuba diving, 海, 海辺 | Ocean, Coastal, Underwater, Scuba Diving, Ships | seaside, underwater, aquarium, diving | ocean, sea",
  Island:
    "island, desert island, deserted island, remote island, tropical island, okinawa, 島 | Island, Okinawa | | island",
  Wilderness:
    "jungle, wilderness, rainforest, living in (nature/the wild/the woods), desert, 森 | Jungle, Wilderness, Desert | jungle, wilderness, desert | forest",
  Snow: "snow, snowy, snowscape, winter (wonderland/setting), antarctica, arctic, ice age, north pole, 雪 | Snowscape, Antarctica | snow, snowy, antarctica, arctic | ",
  "Summer Vacation":
    "summer (vacation/holiday/holidays/break/camp/festival), (set in/during) (the/) summer, summertime, summer vibes, 夏休み, 夏 | Summer | summer vacation, summer break, summer holiday | vacation, summer",
  Christmas:
    "christmas, xmas, santa, santa claus, holiday special, christmas (special/movie/episode), クリスマス | Christmas | christmas, santa | ",
  Tokyo:
    "tokyo, (set/takes place) in tokyo, in tokyo, shibuya, akihabara, shinjuku, ikebukuro, harajuku, 東京 | Tokyo, Shinjuku | shibuya, akihabara, shinjuku | tokyo",
  Kyoto: "kyoto, (set/takes place) in kyoto, in kyoto, 京都 | Kyoto | kyoto | ",
  Hokkaido:
    "hokkaido, (set/takes place) in hokkaido, ainu, 北海道, アイヌ | Hokkaido, Indigenous Cultures | hokkaido, ainu | ",
  Europe:
    "europe, european, (set/takes place) in europe, italy, italian, france, french setting, paris, england, britain, london, germany, austria, spain, (set in) (italy/france/england/germany/london/paris/britain/spain), ヨーロッパ | Europe, France, Germany, Italy, United Kingdom, London, Paris, England | europe, london, paris, venice, england, france, italy | ",
  America:
    "america, usa, united states, new york, los angeles, (set/takes place) in (america/the us/the usa/the united states/new york/california), アメリカ | United States, Americas, New York, Hawaii | america, american, york, chicago | ",
  "Middle East":
    "middle east, arabian, arabian nights, arabic, persian, ottoman, sultan, silk road, central asia, アラビア | Middle East, Desert | arabian, sultan, persian | ",
  Africa:
    "africa, african, (set/takes place) in africa, safari, savanna, アフリカ | Africa | africa, african, savanna | ",
  Russia:
    "russia, russian, soviet, ussr, siberia, cold war, ロシア | Russia | russia, russian, soviet, siberia | ",
  Travel:
    "travel, traveling, travelling, traveler, traveller, road trip, journey, (wandering/traveling/travelling/wanders/travels) (from/) (town to town/place to place/village to village), wandering (hero/traveler/protagonist/merchant), wandering, wanderer, tourism, voyage, travelogue, traveling the world, 旅 | Travel, Journey | traveler, wanderer | journey, travel, wandering",

  // Games, arts, sports and pastimes
  "Video Games":
    "video game, videogame, gaming, gamer, gamers, esport, e sports, retro (games/gaming), arcade, arcade game, fighting game, pro gamer, game streamer, ゲーム, ゲーマー | Video Games, Video Game, Otaku Culture + Video Games, Gaming, Gaming – Video Games, E-Sports | gamer, gamers, gaming, video game, video games, arcade | ",
  "Card Games":
    "card (game/games/battle/battles/gaming), trading card (game/), tcg, ccg, duel monsters, カードゲーム | Card Games, Card Battle | card game, card battle, duelist | ",
  "Toy Games":
    "(toy/spinning top/beyblade/marble/yoyo/toys) (battle/battles/game/anime/games), spinning tops, beyblade, merchandise driven, toyetic, mini 4wd, ホビー | Proxy Battles, Toys | spinning tops | ",
  "Strategy Game":
    "board game, tabletop (game/), strategy game, tabletop, ボードゲーム | Strategy Game, High Stakes Game, Board Game, Board Games, Battle of Wits | shogi, mahjong, karuta, chess, board game, board games | ",
  Shogi: "shogi, japanese chess, 将棋 | Shogi, Shougi | shogi | ",
  Mahjong: "mahjong, mah jong, majong, riichi, 麻雀 | Mahjong | mahjong | ",
  Chess: "chess | Chess | chess | ",
  Go: "go (player/players/board game/game), game of go, igo, 囲碁 | | weiqi | ",
  Karuta: "karuta, hyakunin isshu, かるた | Karuta | karuta | ",
  Gambling:
    "gambling, gamble, gambler, gamblers, casino, poker, blackjack, betting, high stakes (gambling/games), life or death gambling, ギャンブル, 賭博 | Gambling, High Stakes Game, High-Stakes Game, Casino, Poker, Brain Games and Gambling | gambling, gamble, gambler, gamblers, casino, poker | ",
  "Puzzle Games":
    "puzzle, riddle, riddles, escape room, quiz, trivia, brain teaser, 謎解き, クイズ | Brain Games and Gambling | puzzle, puzzles, riddle, quiz | ",
  Football:
    "football, soccer, futbol, fútbol, futsal, football (team/club/player/players), サッカー | Soccer, Football, Association Football | soccer, football, futsal | ",
  "American Football": "american football, アメフト | American Football | american football | ",
  Volleyball: "volleyball, volley ball, beach volleyball, バレーボール, バレー | Volleyball | volleyball | ",
  Basketball:
    "basketball, basket ball, hoops, baloncesto, バスケ, バスケットボール | Basketball | basketball | ",
  Baseball:
    "baseball, softball, pitcher, koshien, béisbol, beisbol, 野球, 甲子園 | Baseball | baseball, softball, koshien | ",
  Tennis:
    "tennis, table tennis, ping pong, pingpong, テニス, 卓球 | Tennis, Table Tennis | tennis, ping pong | ",
  Badminton: "badminton, バドミントン | Badminton | badminton | ",
  Boxing: "boxing, boxer, prizefighter, boxeo, ボクシング | Boxing | boxing, boxer | ",
  Wrestling:
    "wrestling, wrestler, pro wrestling, sumo, sumo wrestler, プロレス, 相撲 | Wrestling | wrestling, wrestler, sumo | ",
  Cycling:
    "cycling, bicycle, bicycling, biking, bike (racing/riding/trip), road (racing/bike), cyclist, 自転車 | Cycling, Bicycling | cycling, bicycle, cyclist | ",
  Swimming:
    "swimming, swimmer, swim team, water polo, competitive swimming, 水泳 | Swimming | swimming, swim, swimmer, swimmers | ",
  Golf: "golf, golfer, ゴルフ | Golf | golf | ",
  "Figure Skating":
    "figure skating, figure skater, ice (skating/skater/dancing/dance), skating, skater, フィギュアスケート | Ice Skating, Figure Skating, Skating, Ice Sports | skating, skater | ",
  Skateboarding: "skateboard, skateboarding, skateboarder, スケボー | | skateboard, skateboarding | ",
  Hockey: "hockey, ice hockey, アイスホッケー | | hockey | ",
  Running:
    "running, runner, runners, marathon, track and field, relay race, ekiden, sprinter, 駅伝, 陸上 | Athletics, Running | marathon, ekiden, runner, runners, sprinter | ",
  Gymnastics:
    "gymnastics, gymnast, cheerleading, cheerleader, acrobatics, acrobat, 体操 | Acrobatics, Gymnastics | gymnastics, gymnast, cheerleading, cheerleader, acrobat | ",
  Fitness:
    "fitness, bodybuilding, bodybuilder, gym, working out, workout, muscle, muscles, muscular, buff, weightlifting, 筋肉, 筋トレ | Fitness | muscle, muscles, fitness, gym, muscular | ",
  Archery:
    "archery, archer, archers, bow and arrow, kyudo, kyuudou, 弓道 | Archery | archery, archer, kyudo | ",
  "Team Sports":
    "team sport, team sports, sports team, ball game, (sports/sport) club, teamwork, 球技 | Team Sports, Team Sport, Soccer, Baseball, Basketball, Volleyball, Rugby, Teamwork + Sports | | ",
  Rugby: "rugby, ラグビー | Rugby | rugby | ",
  "Horse Racing":
    "horse (racing/race/races/riding/girls), jockey, horses, horse, equestrian, racehorse, 競馬, 馬 | Horse Racing, Horses | jockey, racehorse, horse, horses | ",
  Fishing: "fishing, fisherman, fishermen, angler, angling, 釣り | Fishing | fishing, fisherman | ",
  Camping:
    "camping, outdoors, outdoor (activities/activity/life), hiking, hiker, mountain climbing, mountaineering, mountaineer, climbing, bouldering, backpacking, キャンプ, 登山 | Camping, Outdoor Activities, Mountaineering, The Great Outdoors | camping, climbing, mountaineering, hiking | ",
  "Musical Band":
    "band, rock band, girl band, all girl band, bands, school band, light music club, rock (music/and roll/), punk rock, guitar, guitarist, drummer, bassist, heavy metal, metal band, indie band, (forms/forming/starts/form/start) a band, バンド, ロック | Musical Band, Band, Bands, Rock Music, Metal Music | guitar, guitarist, drummer | band",
  "Classical Music":
    "classical music, classical (musician/musicians/piano), orchestra, symphony, philharmonic, conductor, piano, pianist, piano prodigy, violin, violinist, cello, cellist, (brass/concert/marching/wind) band, wind ensemble, orchestral, opera, opera singer, choir, chorus, concerto, mozart, 吹奏楽, ピアノ, クラシック | Classical Music, Orchestra | piano, pianist, violin, violinist, orchestra, symphony, choir, brass band, cello, opera | ",
  Jazz: "jazz, saxophone, saxophonist, jazz (band/music/club), blues, ジャズ | Jazz | jazz, saxophone | ",
  "Traditional Arts":
    "koto, shamisen, tea ceremony, calligraphy, traditional (japanese/) (art/arts/culture/music), kabuki, noh, ikebana, flower arranging, japanese culture, 書道, 茶道, 歌舞伎 | Calligraphy, Shamisen | koto, shamisen, calligraphy, kabuki, tea ceremony | ",
  Rakugo:
    "rakugo, storyteller, comic storytelling, stand up comedian, stand up comedy, comedian, comedians, manzai, 落語, 漫才, お笑い | Rakugo | rakugo, comedian, manzai | ",
  "Performing Arts":
    "performing arts, performance, musician, performer | Performing Arts, Performance, Acting, Musical Theater, Theater, Showbiz | musician, performer | stage",
  Dance:
    "dance, dancing, dancer, ballet, ballerina, ballroom (dance/dancing), hip hop, street dance, breakdance, breakdancing, ダンス, バレエ | Dancing | dance, dancing, dancer, ballet, ballroom | ",
  Showbiz:
    "showbiz, show business, (entertainment/film/movie/music/modeling) industry, celebrity, celebrities, fame, hollywood, film making, filmmaking, movie making, film director, making (movies/films/a movie/a film), talent agency, 芸能界, 映画 | Showbiz, Entertainment Industry, Acting, Filmmaking | celebrity, filmmaker, showbiz, entertainment industry, talent agency | ",
  Art: "art, painting, artist, painter, (visual/fine) (art/arts), drawing, art (school/club/student/college), sculpture, sculptor, crafts, pottery, 美術, 画家 | Visual Arts, Art, Painting, Drawing, The Arts | painter, painting, paint, pottery | artist, drawing",
  Photography:
    "photography, photographer, camera, 写真, カメラ | Photography | photography, photographer, camera | ",
  Fashion:
    "fashion, modeling, modelling, fashion (model/models/designer/design/show), supermodel, dressmaker, seamstress, tailor, makeup, hairdresser, beautician, ファッション, モデル | Fashion, Makeup | fashion, dressmaker, seamstress, designer | model",
  Baking:
    "baking, baked goods, pastry, pastry chef, patisserie, confectionery, お菓子, パン屋 | Food Preparation, Food, Baking | bakery, patissier, pastry, bread, cake, confectionery, baker | ",
  Alcohol:
    "alcohol, drinking, drunk, drunken, wine, beer, sake, bar, pub, tavern, izakaya, sommelier, brewery, 酒, 居酒屋 | Alcohol, Bar, Sake | sake, bartender, tavern, wine, beer, izakaya, alcohol | ",
  Astronomy:
    "astronomy, stargazing, constellation, 天文, 星座 | Astronomy, Western Zodiac | astronomy, stargazing, constellation, telescope | ",

  // Animals and nature
  Animals:
    "animal, pet, pets, (animal/cute animal) (companion/friends), (cute/furry little/funny/wild) (animal/animals/pets), wildlife, 動物, ペット | Animals, Pets, Animal Protagonists, Animal Protagonist, Anthropomorphism, Anthropomorphic, Bears, Birds, Primarily Animal Cast | pet, pets, zoo | animal, animals",
  "Talking Animals":
    "talking (animal/animals/creatures/pets), animal (protagonist/hero/characters/cast), animals (that/who) (talk/can talk), anthropomorphic animals, しゃべる動物 | Anthropomorphism, Anthropomorphic, Primarily Animal Cast, Animal Protagonists, Animal Protagonist | talking animal, talking animals, talking cat, talking dog, animals live | ",
  Cats: "cat, kitten, kitty, neko, talking cat, 猫, ネコ | Cats, Cat | cat, cats, kitten | ",
  Dogs: "dog, puppy, doggy, puppies, talking dog, 犬 | Dogs, Dog | dog, dogs, puppy | ",
  Insects:
    "insect, bug, giant insects, bugs, 虫, 昆虫 | Insects, Giant Insects | insect, insects, beetle, spider | ",
  Nature:
    "nature, environment, ecology, ecological, environmental, environmentalism, environmentalist, (man/humans/humanity) (vs/versus/against/and) nature, climate (change/), pollution, conservation, 自然, 環境 | Environmental, Environmentalism, Ecology, Man vs Nature | pollution | nature, environment",
  Scenery:
    "(beautiful/gorgeous/stunning/pretty/detailed) (scenery/landscapes/backgrounds/landscape), scenic, scenery porn, 風景 | Detailed Landscapes, Watercolour Style | | ",

  // Feelings and life
  Friendship:
    "friendship, friends, best friends, friend group, (power of/about) friendship, female friendship, male friendship, bromance, camaraderie, comradeship, comrades, buddies, making friends, makes friends, amistad, 友情, 仲間 | Friendship | | friendship, friends",
  "Coming of Age":
    "coming of age, coming of age (story/drama), growing up, bildungsroman, adolescence, adolescent, growing pains, youth, becoming an adult, self discovery, finding (yourself/himself/herself/oneself), 青春, 成長 | Coming of Age, Coming-of-Age, Growing Up | adolescence | youth",
  Dreams:
    "(following/chasing/pursuing/achieving/follow/chase/pursue/achieve) (your/his/her/their/a/ones/) dream, ambition, ambitious, aspiring, 夢を追う | Following One's Dream, Ambitious, Aim For The Top | aspiring | dream, ambition",
  Grief:
    "grief, grieving, mourning, (loss/death) of (a/) (loved one/parent/friend/child/spouse/mother/father/lover), bereavement, coping with (loss/death/grief), loss and grief, dealing with (loss/death/grief), funeral, survivors guilt, (someone/main character/love interest/she/he/girlfriend/lead/heroine) dies, widower, widow, 喪失, 死別 | Death of a Loved One, Dear Mother in Heaven, Melancholy | grief, mourning, widow, widower | ",
  Illness:
    "(terminal/terminally/serious) (illness/ill/disease), illness, disease, terminally ill (girl/girlfriend/), dying girl, dying (girlfriend/protagonist), cancer, sick girl, incurable, hospitalized, 病気, 難病, 余命 | Terminal Illness, Healthcare and Medicine | illness, disease, terminal, incurable, cancer, ill | ",
  Disability:
    "disability, disabled, deaf, blind, mute, wheelchair, sign language, hearing impaired, autism, autistic, handicapped, stutter, prosthetic, amputee, 障害, 聴覚障害 | Disability | deaf, wheelchair, disabled | blind, mute ",
  "Mental Illness":
    "mental (illness/health/disorder/breakdown), depression, depressed, depressed (mc/protagonist), anxiety, trauma, traumatised, traumatized, ptsd, healing from trauma, self harm, therapy, therapist, coping, rehabilitation, 鬱, トラウマ | Mental Illness, Mental Health, Trauma, Rehabilitation, Dissociative Identities, Social Anxiety, Angst | depression, trauma, traumatic, ptsd, depressed | anxiety",
  Suicide: "suicide, suicidal, 自殺 | Suicide | suicide, suicidal | ",
  Bullying:
    "bullying, bully, bullied, bullies, bullied (mc/protagonist/girl/kid/boy), school bullying, victim of bullying, harassment, いじめ | Bullying | bullied, bullying, bully, bullies | ",
  Abuse:
    "abuse, abusive (parent/parents/family/father/mother/relationship), child abuse, domestic (abuse/violence), neglect, neglected child, toxic (family/relationship/parents/love), 虐待, 毒親 | Child Abuse, Dysfunctional Family, Parental Abandonment, Estranged Family, Animal Abuse | abusive, abused | abuse",
  Redemption:
    "redemption, redemption arc, atonement, atone, forgiveness, guilt, 贖罪 | Redemption | redemption, atone, atonement, guilt, forgiveness | ",
  Betrayal:
    "betrayal, betrayed, betray, traitor, traitors, backstabbing, backstab, 裏切り | Betrayal | betrayal, betrayed, traitor | ",
  "Everybody Dies":
    "(everyone/everybody/characters/main characters/people) (dies/die), no plot armor, anyone can die, high death count, high body count, kills off (characters/main characters), shocking deaths, character death, 全滅 | Everybody Dies, Death, Massacre, Tragedy + Violence | | ",
  "Plot Twists":
    "plot twist, (big/crazy/shocking/insane/huge/good/mind blowing/unexpected) (twist/plot twist/twists/plot twists), twists and turns, twisty, (mind blowing/shocking/twist/surprise) ending, (didnt/did not/dont) see (it/that) coming, unpredictable, not what it seems, isnt what it seems, どんでん返し | Plot Twists, Twisted Story, Misleading Beginning | | ",
  Deconstruction:
    "deconstruction, (genre/) subversion, subverts (expectations/tropes), subversive, starts (out/) (cute/happy/light/wholesome) (but/then) (turns/gets/becomes) dark, looks cute but (is/its) dark, cute but dark, deceptively cute, fourth wall, breaking the fourth wall, meta, self aware, self referential, メタ | Deconstruction, Meta, Breaking The Fourth Wall, Medium Awareness, Self-Parody, Misleading Beginning | fourth wall | ",
  Philosophy:
    "philosophy, existentialism, existential crisis, meaning of life, what it means to be human, moral (dilemma/dilemmas/questions), morality, ethics, human nature, nihilism, free will, fate vs free will, 哲学 | Philosophy, Existentialism, Moral Dilemma | philosophy, philosophical, existential, morality | ",
  Religion:
    "religion, religious, christian, christianity, buddhism, buddhist, buddha, jesus, bible, faith, catholic, church, 宗教, 仏教 | Religion, Buddhism, Christianity, Corrupt Church | religion, religious, christian, buddha, faith | church",
  Episodic:
    "episodic, stand alone episodes, standalone episodes, (self contained/one off) (episodes/stories), story of the week, case of the week, anthology, anthologies, short stories, vignettes, vignette, omnibus, 一話完結, オムニバス | Episodic, Anthology, Monster of the Week, Multi-Segment Episodes | anthology, omnibus | ",
  "Non-linear":
    "non linear, nonlinear, (non/out of) (chronological/order), told out of order, (achronological/scrambled) (order/timeline/), in medias res, multiple timelines | Achronological Order, Non-Linear, In Medias Res | | ",

  // Harshness
  Gore: "gore, guts, splatter, gorefest, mutilation, dismemberment, torture, torture porn, guro, グロ | Gore, Splatter, Mutilation, Body Horror, Torture, Guro | torture, gore | ",
  Violence:
    "violence, violent, ultraviolence, brutal (violence/fights/deaths), バイオレンス | Violence, Excessive Violence, Gore | | ",
  Nudity:
    "nudity, nude, naked, naked girls, boobs, panty shots, panties, lingerie, swimsuit, 裸 | Nudity, Lingerie, Pantsu, Skimpy Clothing | naked | ",
  Drugs:
    "drug, drugs, drug addict, addiction, addict, addicted, 麻薬 | Drugs, Psychoactive Drugs | drug, drugs, addict, addiction | ",
  Prostitution:
    "prostitute, prostitution, sex work, sex worker, brothel, red light district, hostess, host club, escort, 遊郭, ホスト | Prostitution, Enjo-Kousai, Oiran | prostitute, prostitution, brothel, host club, hostess, courtesan | ",
  Pregnancy:
    "pregnancy, pregnant, teen (pregnancy/mom/mother), giving birth, childbirth, expecting a baby, 妊娠 | Pregnancy | pregnant, pregnancy, childbirth | ",

  // How it is made
  "Stop Motion":
    "stop motion, stopmotion, claymation, clay animation, (puppet/doll/puppets) animation, puppet show, puppetry, 人形アニメ | Stop Motion, Puppetry | stop motion, claymation, puppet, puppets | ",
  CGI: "cgi, cg, 3d, 3dcg, full cgi, computer animated, computer generated, 3d (animation/animated), cell shaded, cel shaded | CGI, Full CGI, 3D CG Animation, CG Animation, CG-Anime | | ",
  Rotoscoping:
    "rotoscope, rotoscoped, rotoscoping, live action (footage/mix/hybrid), mixed with live action | Rotoscoping, Live-Action Imagery | rotoscoped, rotoscoping | ",
  Educational:
    "educational, edutainment, (teaches/teaching/learn/learning) (something/about science/you something/about history/about the human body), informative, 教育 | Educational | educational | ",
  "Anime Influenced":
    "western (animation/cartoon/animated), anime inspired, anime influenced, american cartoon | Anime Influenced | | ",
  "Love Status Quo":
    "love status quo, (slow/dense/oblivious) (when it comes to love/in love), dense (mc/protagonist/male lead/main character), oblivious (mc/protagonist/to love) | Love Status Quo, Slow When It Comes To Love | oblivious, dense | ",
});

/**
 * Tags that say nothing by their own name: what every anime has, the nodes of a source's tag tree, and words that
 * mean something else in a query.
 */
export const UNTOLD_TAGS: ReadonlySet<string> = new Set(
  list(
    "earth, present, asia, japan, past, game, place, time, tropes, new, season, ending, manga, novel, sequel, speculative fiction, plot continuity, stereotypes, elements, dynamic, setting, storytelling, motifs, themes, tales, foreign, urban, future, heterosexual, original work, based on a manga, based on a light novel, based on a web novel, based on a mobile game, based on a novel, based on a 4-koma manga, based on a video game, based on a visual novel, based on a webtoon, light novel, web manga, visual novel, doujinshi, manhua, japanese production, crunchyroll co-production, funimation co-production, fictional location, work, death, fighting, action, adventure, comedy, drama, romance, fantasy, mystery, thriller, horror, supernatural, science fiction, sci fi, science-fiction, ecchi, kids, shounen, shoujo, seinen, josei, short episodes, single season, multi-anime projects, promise, winter, spring, summer, autumn, awards, newtype anime award, money, money matters, sex, rape, pornography, incest, sexual abuse, random, trap, call my name, fate, club, bar, art, mixed media, remastered version available, promotional, medium awareness, staff missing, tv censoring, has fillers, weekly shounen jump, the arts, game elements, name, character, content indicators",
  ),
);
