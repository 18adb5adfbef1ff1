import { type Concept, list } from "./genres.ts";

const SCHOOL =
  "School, School Life, High School, School Clubs, School Club, Middle School, Elementary School, All Girls School, All-Girls School, Magic School, Boarding School, School Rivalry";

/**
 * What stories are about, where people say it otherwise than the tags do. `phrases | tags and themes | words`: an
 * entry fits that has one of the tags, or, where it has no tags at all, one of the words in title or synopsis.
 * Everything else that the catalogue has as a tag is understood by its own name (lexicon.ts).
 */
const TABLE: Readonly<Record<string, string>> = {
  School: `school, school life, schoolkid, schoolgirl, schoolboy, academy, academia, school setting, set in school, set in a school, set at a school, escuela, lycée, schule, 学園, 学校 | ${SCHOOL} | school, academy, student, students`,
  "High School": `high school, highschool, high schooler, high school setting, 高校 | ${SCHOOL} | school, academy`,
  "Middle School": "middle school, junior high, junior high school | Middle School | ",
  "Elementary School": "elementary school, primary school, grade school | Elementary School | ",
  "School Clubs":
    "club, school club, club activity, club activities, after school club, 部活 | School Clubs, School Club, Club | club",
  University: "university, college, college student, campus | University, College | university, college",
  Workplace:
    "workplace, office, office worker, office life, working life, working adult, job, salaryman, work life, adult life | Workplace, Work, Working Life, Work Life, Office, Office Lady, Office Worker, Salaryman, Coworkers, Occupation and Career | office, company, workplace",
  "Adult Cast":
    "adult cast, adult character, adult, adult protagonist, adult lead, adult main character, about adults, grown up, grownup, mature cast, mature character, older protagonist, adult woman, adult man, grown woman, grown man | Adult Cast, Primarily Adult Cast, Predominantly Adult Cast, Working Life, Workplace | ",
  Space:
    "space, outer space, in space, spaceship, space ship, spacefaring, espacio, 宇宙 | Space, Space Travel, Space Opera, Shipboard, Other Planet, Space Battles, Planets | space, spaceship, galaxy",
  "Space Travel": "space travel, space exploration | Space Travel | ",
  Robot:
    "robot, android, cyborg, 機械 | Robot, Robots, Android, Cyborg, Cyborgs, Robot Helper | robot, robots, android, androids, cyborg",
  "Artificial Intelligence": "artificial intelligence, ai | Artificial Intelligence | ",
  Military:
    "military, army, soldier, 軍事 | Military, Navy, Air Force, War | military, army, soldier, soldiers",
  War: "war, warfare, wartime, anti war, guerra, guerre, krieg, 戦争 | War, Military, World War II, Anti War, Anti-War, Large-scale War | war, battlefield",
  "World War II": "world war ii, world war 2, world war two, wwii, ww2, second world war | World War II | ",
  Historical:
    "historical, history, period piece, period drama, costume drama, histórico, historique, 歴史, 時代劇 | Historical | historical",
  Feudal:
    "feudal japan, feudal, sengoku, warring states, edo period, edo | Samurai, Sengoku Period, Tokugawa Period, Feudal Warfare, Feudal Japan, Bakumatsu   Meiji Period | sengoku, edo",
  Medieval:
    "medieval, middle ages, knights and castles | Medieval, Middle Ages, Medieval European Aesthetic | medieval",
  Samurai: "samurai, ronin, 侍, サムライ | Samurai | samurai, ronin",
  Ninja: "ninja, shinobi, kunoichi, 忍者 | Ninja | ninja, shinobi, ninjas",
  Swordplay:
    "sword, swordplay, sword fighting, swordfight, swordsman, swordsmen, sword fight | Swordplay, Swords & Co | sword, swordsman",
  Pirates: "pirate, piracy, buccaneer, 海賊 | Pirate, Pirates | pirate, pirates",
  Western: "western, wild west, cowboy | Western, Gunfights, Wild West | cowboy, gunslinger",
  Vampires:
    "vampire, vampiric, dracula, vampiro, 吸血鬼, ヴァンパイア | Vampire, Vampires | vampire, vampires",
  Zombies: "zombie, undead, living dead, ゾンビ | Zombie, Zombies, Undead | zombie, zombies, undead",
  Werewolves: "werewolf, werewolves | Werewolf | werewolf, werewolves",
  Ghosts:
    "ghost, haunted, haunting, ghost hunting, ghost hunter, ghost story, ghost stories, 幽霊 | Ghost, Ghosts, Ghost Stories | ghost, ghosts, haunted",
  Demons: "demon, devil, demonic, oni, 悪魔 | Demons, Demon | demon, demons, devil",
  Angels: "angel, 天使 | Angel, Angels | angel, angels",
  Gods: "god, goddess, deity, deities | Deity, Gods | god, goddess, gods",
  Youkai:
    "youkai, yokai, ayakashi, spirit, japanese folklore, mononoke, 妖怪 | Youkai, Mythology, Spirits, Japanese Mythology, Kamis, Folklore | youkai, yokai, spirits",
  Mythology:
    "mythology, mythological, myth, greek mythology, norse mythology | Mythology, Japanese Mythology | mythology",
  Witches: "witch, witches, witchcraft, 魔女 | Witch, Witches | witch, witches",
  Magic:
    "magic, magical, wizard, sorcery, sorcerer, mage, magician, magia, 魔法 | Magic, Sorcery, Spellcasting, Magic School, Magic Circles | magic, wizard, sorcerer, mage",
  Dragons: "dragon, ドラゴン | Dragon, Dragons | dragon, dragons",
  Elves: "elf, elves | Elf, Elves | elf, elves",
  Mermaids: "mermaid | Mermaid | mermaid, mermaids",
  Aliens:
    "alien, extraterrestrial, alien invasion, alienígena | Alien, Aliens, Humanoid Alien, Alien Invasion | alien, aliens, extraterrestrial",
  Monsters: "monster, creature | Monster, Monsters | monster, monsters",
  "Monster Girls": "monster girl, monster girls | Monster Girl | ",
  Kemonomimi:
    "kemonomimi, catgirl, cat girl, animal ear, animal ears, nekomimi, fox girl | Kemonomimi, Nekomimi, Animal Characteristics | ",
  "Super Power":
    "superpower, super power, psychic power, power, ability, special powers, superhuman, 超能力 | Super Power, Superpowers, Psychic Powers, Psi-Powers, Extrasensory Perception, Espers | superpower, superpowers",
  Superheroes:
    "superhero, super hero, superheroes, super heroes, ヒーロー | Superhero, Superheroes | superhero, superheroes",
  Psychic:
    "psychic, esper, telepathy, telekinesis, psychics | Psi-Powers, Extrasensory Perception, Psychic Powers, Espers | psychic, esper, telepathy",
  "Time Travel":
    "time travel, time traveling, time travelling, time traveler, time loop, groundhog day, time leap, time manipulation, viajes en el tiempo, タイムトラベル, タイムリープ | Time Travel, Time Loop, Time Manipulation | ",
  "Post Apocalypse":
    "post apocalyptic, post apocalypse, postapocalyptic, apocalyptic, apocalypse, end of the world, after the apocalypse, postapocalíptico | Post Apocalypse, Post-Apocalyptic, Apocalyptic Fiction, End of the World | apocalypse, apocalyptic",
  Dystopia:
    "dystopia, dystopian, totalitarian, distopía | Dystopia, Dystopian, Rotten World | dystopia, dystopian",
  "Virtual Reality":
    "virtual reality, vr, virtual world, mmo, mmorpg, trapped in a game, trapped in a video game, inside a game, stuck in a game, vrmmo | Virtual Reality, Virtual World, MMORPG, Trapped in a Video Game, RPG, Game Elements | mmorpg",
  "Video Games":
    "video game, videogame, gaming, gamer, esports | Video Games, Video Game, Game Elements, Otaku Culture | gamer, gaming",
  "Card Games": "card game, trading card, tcg, card battle | Card Games, Card Battle | ",
  "Strategy Game":
    "board game, strategy game, high stakes game | Strategy Game, High Stakes Game, Board Game, Battle of Wits | shogi, mahjong, karuta, chess",
  Shogi: "shogi, 将棋 | | shogi",
  Mahjong: "mahjong, mah jong, 麻雀 | | mahjong",
  Chess: "chess | | chess",
  Karuta: "karuta | | karuta",
  Gambling:
    "gambling, gamble, casino, poker, gambler | Gambling, High Stakes Game | gambling, gamble, gambler, casino",
  Detective:
    "detective, sleuth, detective story, detective duo, private eye, private investigator, 探偵 | Detective, Detectives | detective, detectives",
  Crime:
    "crime, criminal, noir, crimen, krimi, 犯罪 | Crime, Crime Fiction, Organized Crime, Criminal Organization, Thievery, Mafia | crime, criminal, criminals",
  Mafia:
    "mafia, mob, mobster, yakuza, gangster, organized crime, マフィア, ヤクザ | Mafia, Yakuza, Organized Crime | mafia, yakuza",
  Police:
    "police, police officer, policeman, policewoman, cop, buddy cop, law enforcement, policía, 警察 | Police, Cops, Law and Order, Special Squads | police, cop, cops",
  Assassins:
    "assassin, hitman, hit man, killer for hire, 暗殺 | Assassin, Assassins, Contract Killer / Assassin | assassin, assassins, hitman",
  "Serial Killers": "serial killer, murder, murder mystery, murderer | Murder | murder, murders, murderer",
  Espionage: "spy, spies, espionage, secret agent | Espionage | spy, spies",
  Revenge: "revenge, vengeance, avenger, venganza, 復讐 | Revenge | revenge, vengeance",
  Survival:
    "survival, survive, surviving | Survival, Struggle to Survive, Battle Royale, Death Game | survival, survive",
  Politics:
    "politics, political, political intrigue | Politics, Political, Conspiracy, Court Politics, Royal Intrigue | political, politics",
  Gore: "gore, guts, splatter | Gore, Splatter, Mutilation, Body Horror | ",
  Violence: "violence, violent, ultraviolence | Violence, Excessive Violence, Gore | ",
  Delinquents:
    "delinquent, yankii, yankee, gang, biker gang, bosozoku | Delinquent, Delinquents, Gangs | delinquent, delinquents",
  Prison: "prison, jail, prisoner | Prison | prison, jail",
  Medical:
    "medical, doctor, hospital, medicine, nurse, surgeon, 医療 | Medical, Medicine, Medic, Nurse | doctor, hospital, surgeon",
  Cars: "racing, race, car, street racing, motorsport, car racing, formula 1, drifting, driver, レース | Motorsport, Racing, Cars, Street Racing, Formula Racing, Drifting | racing, racer",
  Motorcycles: "motorcycle, motorbike, biker | Motorcycles, Mopeds | motorcycle, motorbike",
  Trains: "train, railway, railroad | Trains | train, railway",
  Aviation:
    "aviation, pilot, airplane, plane, aerial combat, dogfight | Air Force, Air Combat | pilot, pilots",
  Football: "football, soccer, futbol, fútbol, サッカー | Soccer, Football | soccer, football",
  "American Football": "american football | American Football | ",
  Volleyball: "volleyball, バレーボール | Volleyball | volleyball",
  Basketball: "basketball, baloncesto, バスケ, バスケットボール | Basketball | basketball",
  Baseball: "baseball, béisbol, beisbol, 野球 | Baseball | baseball",
  Tennis: "tennis, table tennis, ping pong, テニス, 卓球 | Tennis, Table Tennis | tennis",
  Boxing: "boxing, boxer, boxeo, ボクシング | Boxing | boxing, boxer",
  Wrestling: "wrestling, wrestler, pro wrestling, sumo | Wrestling | wrestling, wrestler, sumo",
  Cycling: "cycling, bicycle, bike racing, road racing, cyclist | Cycling | cycling, bicycle",
  Swimming: "swimming, swimmer, water polo, diving | Swimming | swimming, swim",
  Golf: "golf | Golf | golf",
  "Figure Skating":
    "figure skating, ice skating, skating, skater | Ice Skating, Figure Skating, Skating | skating, skater",
  Running: "running, marathon, track and field, ekiden | Athletics, Running | marathon, ekiden",
  "Team Sports":
    "team sport, team sports, sports team | Team Sports, Soccer, Baseball, Basketball, Volleyball, Rugby | ",
  Rugby: "rugby | Rugby | rugby",
  Fishing: "fishing | Fishing | fishing",
  Camping:
    "camping, outdoors, hiking, mountain climbing, climbing | Camping, Outdoor Activities, Mountaineering | camping, climbing",
  "Musical Band":
    "band, rock band, girl band, bands, rock music, guitar, バンド | Musical Band, Band, Rock Music | band, guitar",
  Idol: "idol, idol group, pop star, pop idol, アイドル | Idol, Idols, Idols (Female), Idols (Male) | idol, idols",
  "Performing Arts":
    "performing arts, theater, theatre, acting, actor, actress, dance, dancing, ballet, musician, orchestra, opera | Performing Arts, Acting, Performance, Dancing, Musical Theater, Showbiz | actor, actress, theater, ballet",
  Showbiz:
    "showbiz, show business, entertainment industry, celebrity | Showbiz, Entertainment Industry, Acting | ",
  "Otaku Culture": "otaku, otaku culture, geek, nerd, nerdy | Otaku Culture, Otaku | otaku",
  "Anime Industry":
    "anime industry, making anime, manga artist, mangaka | Manga & Doujinshi, Drawing, Entertainment Industry | mangaka",
  Art: "art, painting, artist, painter, visual art, visual arts, drawing | Visual Arts, Art, Painting, Drawing, The Arts | painter, artist",
  "Stop Motion":
    "stop motion, stopmotion, claymation, clay animation, puppet animation, puppet show | Stop Motion, Puppetry | stop motion, claymation, puppet",
  Photography: "photography, photographer, camera | Photography | photography, photographer",
  Fashion: "fashion, modeling, fashion designer | Fashion | fashion",
  Animals:
    "animal, pet, animal protagonist, talking animal, talking animals | Animals, Pets, Animal Protagonists, Anthropomorphism, Anthropomorphic | ",
  Cats: "cat, kitten, neko, 猫 | Cats, Cat | cat, cats, kitten",
  Dogs: "dog, puppy, 犬 | Dogs, Dog | dog, dogs, puppy",
  Dinosaurs: "dinosaur | Dinosaurs, Dinosaur | dinosaur, dinosaurs",
  Furry:
    "furry, anthro, anthropomorphic, anthropomorphic animal | Anthropomorphism, Anthropomorphic, Juujin, Beastman, Anthropomorphs | ",
  Family: "family, family life, familia, 家族 | Family, Family Life, Siblings, Parenthood | family",
  Parenting:
    "parenting, parenthood, single parent, single father, single dad, single mother, childcare, child rearing, babysitting, babysitter, kindergarten, nursery school, fathers, dad, adoptive father, adoptive mother, adoptive parent, foster parent, adopted daughter, raising a child, raising a kid, raising kids, raising a girl, raising a little girl, raising a boy, raising a daughter, fatherhood | Childcare, Parenting, Parenthood, Adoption | kindergarten, toddler, babysitter",
  "Found Family": "found family | Found Family | ",
  Friendship: "friendship, friends, amistad, 友情 | Friendship | friendship",
  "Coming of Age": "coming of age, growing up, bildungsroman | Coming of Age, Coming-of-Age | ",
  "Love Triangle": "love triangle, love polygon | Love Triangle, Love Polygon | ",
  "Unrequited Love": "unrequited love, one sided love, unrequited | Unrequited Love | ",
  "Age Gap": "age gap | Age Gap, Age Difference Romance | ",
  "Adult Romance": "adult romance, mature romance | Mature Romance, Adult Couples | ",
  Marriage: "marriage, married couple, married, wedding | Marriage, Arranged Marriage | marriage, married",
  Crossdressing:
    "crossdressing, cross dressing, crossdresser, cross dresser, femboy, trap, reverse trap, girl disguised as a boy, boy disguised as a girl, disguised as a boy, disguised as a girl | Crossdressing, Cross Dressing, Cross-Dressing, Femboy, Trap | ",
  "Gender Bender":
    "gender bender, genderbender, genderbent, gender bent, gender bending, gender swap, genderswap, sex change | Gender Bender, Gender Bending, Magical Sex Shift, Body Swapping | ",
  "Body Swap":
    "body swap, bodyswap, body swapping, swap bodies, swapping bodies, swapped bodies, switch bodies, switching bodies, switched bodies | Body Swapping | switch bodies, swap bodies",
  LGBTQ: "lgbt, lgbtq, lgbtq+, queer, gay, transgender, trans | LGBTQ+ Themes, Bisexual, Transgender | ",
  Tsundere: "tsundere, ツンデレ | Tsundere | ",
  Yandere: "yandere, ヤンデレ | Yandere | ",
  Kuudere: "kuudere, クーデレ | Kuudere | ",
  Tomboy: "tomboy | Tomboy | ",
  Gyaru: "gyaru, gal, ギャル | Gyaru | gyaru, gal",
  Maids: "maid, butler, maid cafe, メイド | Maid, Maids, Butler | maid, maids",
  "Office Lady": "office lady | Office Lady | ",
  Villainess: "villainess, otome game, 悪役令嬢 | Villainess, Otome Game | villainess",
  "Anti-Hero":
    "anti hero, antihero, anti villain, evil protagonist, evil mc, evil main character, villain protagonist, villain main character, villain lead, villainous protagonist, bad guy protagonist, morally grey protagonist, morally gray protagonist, morally grey, morally gray | Anti-Hero, Antihero | ",
  "Strong Female Lead":
    "strong female lead, strong female protagonist, badass female lead, strong heroine, badass heroine, kickass heroine, strong woman, strong women, strong independent woman, strong independent women, badass girl, badass woman, badass women, tough girl, warrior woman, warrior women, warrior girl, female warrior, female hero, female fighter, strong female character | Strong Female Lead, Heroine of Strong Character, Stoic Heroine | ",
  "Female Protagonist":
    "female protagonist, female lead, heroine, female main character, female mc, girl protagonist, girl lead, girl main character, woman protagonist, woman lead, women protagonist, women lead, female main lead | Female Protagonist, Strong Female Lead | ",
  "Male Protagonist":
    "male protagonist, male lead, male mc, male main character | Male Protagonist, Strong Male Lead | ",
  "Overpowered Protagonist":
    "overpowered protagonist, overpowered main character, op mc, op protagonist, overpowered mc, overpowered hero, overpowered lead, overpowered character, overpowered, op main character, op hero, op lead, op character, overpowered op, too strong, invincible hero, invincible protagonist, strongest protagonist, almighty protagonist, god tier protagonist | Overpowered Main Characters, Nearly Almighty Protagonist, Almighty Hero, Cheats | ",
  "Weak to Strong":
    "weak to strong, zero to hero, underdog, weak protagonist, weak mc, weak hero, gets stronger, becomes stronger, becoming stronger, grows stronger | Weak to Strong, Zero to Hero, Hero of Weak Character | ",
  "Female Cast":
    "all female cast, female cast, mostly female cast, all girl cast | Primarily Female Cast, Predominantly Female Cast | ",
  "Male Cast": "all male cast, male cast, mostly male cast | Primarily Male Cast, Predominantly Male Cast | ",
  "Ensemble Cast": "ensemble cast, large cast | Ensemble Cast | ",
  Bishounen: "bishounen, bishonen, pretty boy, pretty boys, hot guys, イケメン | Bishounen, Bishonen | ",
  Loli: "loli | Loli | ",
  Nudity: "nudity, nude, naked | Nudity | ",
  Hikikomori: "hikikomori, shut in, neet, recluse | Hikikomori, NEET | hikikomori, neet",
  "Childhood Friends":
    "childhood friend, childhood sweetheart, osananajimi, 幼馴染 | Childhood Friends, Childhood Promise, Childhood Memory | ",
  "Step Siblings":
    "stepsibling, step sibling, stepsister, step sister, stepbrother, step brother, not blood related siblings | Inseki | stepsister, stepbrother",
  Siblings:
    "sibling, brother and sister, brother sister, little sister, younger sister, big sister, older sister, imouto, little brother, big brother, older brother, brothers, sisters, 妹, 兄妹 | Siblings, Sibling Yin Yang, Sibling Rivalry, Twins, Inseki | sister, sisters, brother, brothers, siblings",
  "Older Woman":
    "older woman younger man, older girl younger boy, older woman, older women, older girl | Older Female Younger Male, Age Gap, Age Difference Romance | ",
  "Fake Relationship":
    "fake relationship, fake dating, fake couple, fake girlfriend, fake boyfriend, fake marriage, pretend couple, pretending to date, pretend relationship, contract marriage, marriage of convenience, sham marriage | Fake Relationship, Arranged Marriage | ",
  "Arranged Marriage": "arranged marriage | Arranged Marriage | ",
  "Enemies to Lovers":
    "enemies to lovers, enemy to lover, love between enemies, star crossed lovers | Love Between Enemies, Forbidden Love | ",
  Polyamory: "polyamory, polyamorous, multiple girlfriends, many girlfriends | Polyamorous | girlfriends",
  Cohabitation:
    "cohabitation, living together, under one roof, roommate, sharing a house, share house | Cohabitation, Under One Roof, Roommates, Boarding House | ",
  "Student Council":
    "student council, class president, council president, student government | Student Government, Absurdly Powerful Student Council | council",
  "Boys School":
    "boys school, all boys school, all boys academy, boys only school | All-Boys School, Male Cast, Primarily Male Cast, Predominantly Male Cast | ",
  Knights:
    "knight, lady knight, female knight, knight order, paladin, 騎士 | Knight, Knights | knight, knights, paladin",
  "Demon Lords":
    "demon lord, demon king, demon queen, dark lord, maou, 魔王 | Demon King, Demon Lord, Demon World | maou",
  Banished:
    "banished from the party, banished from the hero party, banished hero, kicked out of the party, kicked out of the hero's party, expelled from the party, exiled from the party, thrown out of the party | Banishment | banished, exiled",
  Elderly:
    "elderly, elderly protagonist, old man, old men, old woman, old lady, grandpa, grandma, grandfather, grandmother, grandparents, senior citizen, old people, pensioner, retiree | Elderly, Elderly Protagonist | grandfather, grandmother, elderly",
  Genius:
    "genius, prodigy, smart mc, smart main character, smart protagonist, intelligent mc, intelligent protagonist | Genius | genius, prodigy",
  Masterminds:
    "mastermind, manipulative mc, manipulative protagonist, battle of wits, strategist, strategic mind | Just As Planned, Battle of Wits, Strategic Minds, Strategy | mastermind, strategist",
  "Middle-Aged":
    "middle aged, middle aged man, middle aged woman, in his forties, in her forties, ojisan, old guy | Middle-Aged | middle-aged, ojisan, ossan",
  Psychopaths: "psychopath, sociopath, psychopathic, psychotic | Psychotic | psychopath",
  Loners:
    "loner, loner protagonist, loner mc, outcast, introvert, introverted, socially awkward, social anxiety, asocial | Hikikomori, NEET | loner, outcast",
  "Large Breasts": "big breasts, large breasts, big boobs, busty, oppai | Large Breasts, Gainax Bounce | ",
  "Robot Girls": "robot girl, android girl, gynoid, robot maid | Robot Helper, Android | android",
  "Con Artists":
    "con man, con artist, conman, swindler, fraudster, scammer, scam | Thievery | swindler, conman",
  Thieves:
    "thief, thieves, phantom thief, gentleman thief, thievery, burglar, heist, bandit, 怪盗 | Thievery, Thief | thief, thieves, heist",
  Bodyguards: "bodyguard, body guard | Bodyguard | bodyguard, bodyguards",
  Mercenaries:
    "mercenary, mercenaries, soldier of fortune | Mercenaries, Mercenary, War-Zone Realities | mercenary, mercenaries",
  Astronauts: "astronaut, cosmonaut | Space Travel | astronaut, astronauts",
  Clergy:
    "priest, priestess, nun, clergy, exorcist, exorcism, church, 巫女, シスター | Nun, Exorcism, Exorcists, Shrine Maiden | priest, priestess, nun, church, exorcist, exorcists",
  "Shrine Maidens": "shrine maiden, miko | Shrine Maiden | miko",
  Shinigami:
    "shinigami, grim reaper, reaper, death god, soul reaper, 死神 | Shinigami, Celestial Being | shinigami, reaper",
  Teachers:
    "teacher, school teacher, schoolteacher, student teacher, homeroom teacher, sensei, tutor, professor, 先生, 教師 | Teacher, Teachers, Teaching, Female Teacher | teacher, teachers",
  Programmers:
    "programmer, programming, hacker, hacking, software developer, software engineer, coding, game developer, game development | Software Development, Hacking, Hackers | programmer, hacker, hackers",
  Foreigners:
    "foreigner, foreign protagonist, exchange student, gaijin | Language Barrier, Foreigner | foreigner, foreigners",
  Housewives:
    "housewife, housewives, househusband, stay at home mom, stay at home dad | Housewife | housewife, househusband",
  "Dark Skin": "dark skinned, dark skin, tanned girl | Dark-Skinned Girl, Tanned Skin | ",
  "Male Idols": "male idol, boy idol, idols male, boy group, boy band | Idols (Male) | ",
  Otome: "otome, otome game | Otome Game, Villainess, Reverse Harem, Male Harem | otome",
  Law: "law, lawyer, attorney, courtroom, court drama, legal drama, prosecutor, defence lawyer, defense lawyer, 弁護士 | Law | lawyer, attorney, prosecutor, courtroom",
  Epidemic:
    "epidemic, pandemic, plague, virus, virus outbreak, outbreak, infection | Epidemic, Pandemic, Virus | epidemic, pandemic, plague, virus",
  Alcohol:
    "alcohol, drinking, drunk, wine, beer, sake, bartender, bar, pub, tavern, izakaya | Alcohol, Bar | sake, bartender, tavern, wine",
  Jazz: "jazz | Jazz | jazz",
  "Classical Music":
    "classical music, orchestra, symphony, piano, pianist, violin, violinist, brass band | Classical Music | piano, pianist, violin, orchestra",
  Rakugo: "rakugo, storyteller, comic storytelling | Rakugo | rakugo",
  "Voice Acting": "voice actor, voice actress, voice acting, seiyuu, 声優 | Voice Acting, Seiyuu | seiyuu",
  Pregnancy: "pregnancy, pregnant, teen pregnancy | Pregnancy | pregnant, pregnancy",
  Airships: "airship, zeppelin, flying ship | Airship, Airships | airship, airships",
  Submarines: "submarine | Submarine | submarine, submarines",
  Snow: "snow, snowy, snowscape | Snowscape | snow, snowy",
  "Summer Vacation": "summer vacation, summer holiday, summer break | Summer | vacation",
  "Fairy Tales": "fairy tale, fairytale, folk tale, folktale | Fairy Tale, Tales, Folklore | fairytale",
  "Bakumatsu and Meiji":
    "bakumatsu, meiji era, meiji period, meiji, shinsengumi | Bakumatsu   Meiji Period, Shinsengumi | bakumatsu, shinsengumi, meiji",
  "Treasure Hunting":
    "treasure hunting, treasure hunter, treasure hunt, archaeology, archaeologist, relic hunter | Treasure Hunting | treasure, archaeologist",
  Baking:
    "baking, baked goods, pastry chef, patisserie | Food Preparation, Food | bakery, patissier, pastry, bread",
  "Horse Racing": "horse racing, horse race, jockey, horses | Horse Racing | jockey, racehorse",
  Bullying: "bullying, bully, bullied | Bullying | bullied, bullying",
  Amnesia: "amnesia, memory loss, lost memories | Amnesia, Memory Manipulation | amnesia",
  Reincarnation: "reincarnation, reincarnated, rebirth, reborn | Reincarnation | reincarnated, reborn",
  Afterlife: "afterlife, life after death, purgatory | Afterlife | afterlife",
  Religion: "religion, religious, christian, buddhism, christianity | Religion, Buddhism | ",
  Nature: "nature, environment, ecology, environmental | Environmental | ",
  Countryside:
    "countryside, farming, farm, farmer, agriculture, rural, country life, small town, village life, 田舎 | Countryside, Rural, Agriculture | countryside",
  Ocean: "ocean, sea, deep sea, underwater, seaside, under the sea | Ocean, Coastal | sea, ocean",
  Island: "island, desert island, deserted island | Island | island",
  Tokyo: "tokyo, set in tokyo, in tokyo | Tokyo | tokyo",
  Kyoto: "kyoto, set in kyoto, in kyoto | Kyoto | kyoto",
  Europe: "europe, european, set in europe | Europe, France, Germany, Italy, United Kingdom | ",
  Travel: "travel, traveling, travelling, road trip, journey | Travel, Journey | journey",
  Dungeon: "dungeon, dungeon crawling, dungeon crawler | Dungeon | dungeon, dungeons",
  Tournament: "tournament, competition | Tournament, Tournaments, Competition | tournament",
  Conspiracy: "conspiracy | Conspiracy | conspiracy",
  "Bounty Hunters": "bounty hunter | Bounty Hunter | ",
  "Girls with Guns":
    "girls with guns, guns, gunfight, gunfights, gun fights, shootout, gun | Gunfights, Guns | gun, guns, gunman",
  Philosophy: "philosophy | Philosophy | philosophy",
  Suicide: "suicide | Suicide | suicide",
  Disability: "disability, disabled, deaf, blind | Disability | deaf, blind",
  Educational: "educational, edutainment, learning | Educational | ",
  Episodic: "episodic | Episodic | ",
  CGI: "cgi, cg, 3d, 3dcg, full cgi, computer animated | CGI, Full CGI, 3D CG Animation, CG Animation, CG-Anime | ",
  Taming:
    "monster taming, creature taming, monster collecting, monster catching | Creature Taming, Proxy Battles, Gotta Catch Them All | ",
  "Kingdom Management": "kingdom building, kingdom management, nation building | Kingdom Management | ",
  Alchemy: "alchemy, alchemist | Alchemy | alchemy, alchemist",
  Royalty:
    "royalty, princess, prince, queen, king, noble, nobility, aristocrat, aristocracy | Royalty, Royal Affairs, Nobility, Aristocracy, Nobleman | princess, prince, kingdom",
  "Love Status Quo": "love status quo | Love Status Quo | ",
};

export const THEMES: readonly Concept[] = Object.entries(TABLE).map(([name, row]) => {
  const [phrases = "", tags = "", words = ""] = row.split("|");
  return {
    kind: "theme" as const,
    name,
    phrases: list(phrases),
    tags: list(tags),
    words: list(words).filter((word) => word !== ""),
  };
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
